"""Takes session.merge for an atomic upsert: it is a SELECT, then an INSERT or UPDATE."""

from solution import *

FAILS = "simultaneous_events_take_turns"
SAYS = "IntegrityError"


def ingest(session: Session, event: StockEvent) -> Outcome:
    """Two that find nothing both insert."""
    stored = session.get(StockLevel, event.sku, populate_existing=True)
    if stored is not None and stored.version >= event.version:
        return Outcome.DUPLICATE if stored.version == event.version else Outcome.STALE
    session.merge(StockLevel(**asdict(event)))
    session.flush()
    return Outcome.APPLIED
