"""Compares versions in Python and then writes without a condition."""

from solution import *

FAILS = "simultaneous_events_take_turns"
SAYS = "v3 is what must be stored"


def ingest(session: Session, event: StockEvent) -> Outcome:
    """What was read may be outdated when the UPDATE comes."""
    while True:
        stored = session.scalar(select(StockLevel.version).where(StockLevel.sku == event.sku))
        if stored is not None:
            break
        first = insert_into(session, StockLevel).values(asdict(event)).on_conflict_do_nothing()
        if session.scalar(first.returning(StockLevel.sku)) is not None:
            return Outcome.APPLIED
    if stored >= event.version:
        return Outcome.DUPLICATE if stored == event.version else Outcome.STALE
    session.execute(
        update(StockLevel)
        .where(StockLevel.sku == event.sku)
        .values(version=event.version, quantity=event.quantity)
    )
    return Outcome.APPLIED
