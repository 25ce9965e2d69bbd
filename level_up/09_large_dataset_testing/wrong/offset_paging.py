"""Counts rows to find a page."""

from solution import *
from solution import _COLUMNS

FAILS = "pages_do_not_shift"
SAYS = "a number of rows does not"


def page(s: Session, after: int | None, size: int) -> Page:
    """`next` is how many rows there were before."""
    start = after or 0
    query = select(*_COLUMNS).order_by(Event.id).offset(start).limit(size + 1)
    events = [EventRow(*row) for row in s.execute(query)]
    return Page(events[:size], start + size if len(events) > size else None)
