"""Takes MERGE for an upsert: it does not wait for another's INSERT, as ON CONFLICT does."""

import solution
from solution import *

FAILS = "simultaneous_events_take_turns"
SAYS = "IntegrityError"

_EVENT = text("""
    MERGE INTO stock_levels AS s
    USING (SELECT CAST(:sku AS text) AS sku, CAST(:version AS integer) AS version,
        CAST(:quantity AS integer) AS quantity) AS new
    ON s.sku = new.sku
    WHEN MATCHED AND s.version < new.version
    THEN UPDATE SET version = new.version, quantity = new.quantity
    WHEN NOT MATCHED THEN INSERT (sku, version, quantity)
        VALUES (new.sku, new.version, new.quantity)
    RETURNING merge_action()
""")


def ingest(session: Session, event: StockEvent) -> Outcome:
    """Two that find nothing both insert."""
    if session.get_bind().dialect.name == "sqlite":
        return solution.ingest(session, event)
    did = session.scalar(_EVENT, asdict(event))
    stored = session.get_one(StockLevel, event.sku, populate_existing=True)
    if did is not None:
        return Outcome.APPLIED
    return Outcome.DUPLICATE if stored.version == event.version else Outcome.STALE
