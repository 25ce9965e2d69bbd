"""Asks session.get what is stored, and gets the object that the session has loaded before."""

from solution import *

FAILS = "a_loaded_level_does_not_deceive"
SAYS = "then v3 returned <Outcome.DUPLICATE: 'duplicate'>, not 'stale'"


def ingest(session: Session, event: StockEvent) -> Outcome:
    """The statement has changed the row and not the object."""
    statement = insert_into(session, StockLevel).values(asdict(event))
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[StockLevel.sku],
        set_={"version": new.version, "quantity": new.quantity},
        where=StockLevel.version < new.version,
    ).returning(StockLevel.sku)
    if session.scalar(statement) is not None:
        return Outcome.APPLIED
    stored = session.get_one(StockLevel, event.sku)
    return Outcome.DUPLICATE if stored.version == event.version else Outcome.STALE
