"""Lets an event of the same version in again (<= in place of <)."""

from solution import *

FAILS = "an_event_is_applied_once"
SAYS = "v1 after v1"


def ingest(session: Session, event: StockEvent) -> Outcome:
    """The guard's comparison is wrong."""
    statement = insert_into(session, StockLevel).values(asdict(event))
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[StockLevel.sku],
        set_={"version": new.version, "quantity": new.quantity},
        where=StockLevel.version <= new.version,
    ).returning(StockLevel.sku)
    if session.scalar(statement) is not None:
        return Outcome.APPLIED
    stored = session.scalar(select(StockLevel.version).where(StockLevel.sku == event.sku))
    return Outcome.DUPLICATE if stored == event.version else Outcome.STALE
