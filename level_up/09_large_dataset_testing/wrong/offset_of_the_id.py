"""Knows the last id and still counts its way to the page."""

from solution import *
from solution import _COLUMNS
from sqlalchemy import func

FAILS = "a_deep_page_is_cheap"
SAYS = "an index leads right to it"


def page(s: Session, after: int | None, size: int) -> Page:
    """The pages are right and cost as much as all before them."""
    start = 0
    if after is not None:
        before = select(func.count()).select_from(Event).where(Event.id <= after)
        start = s.scalars(before).one()
    query = select(*_COLUMNS).order_by(Event.id).offset(start).limit(size + 1)
    events = [EventRow(*row) for row in s.execute(query)]
    return Page(events[:size], events[size - 1].id if len(events) > size else None)
