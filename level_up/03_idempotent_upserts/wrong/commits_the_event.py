"""Commits the event, whatever else belongs to the caller's transaction."""

from solution import *
from solution import ingest as _good

FAILS = "an_event_is_applied_once"
SAYS = "the caller rolled back"


def ingest(session: Session, event: StockEvent) -> Outcome:
    """The caller cannot take it back."""
    outcome = _good(session, event)
    session.commit()
    return outcome
