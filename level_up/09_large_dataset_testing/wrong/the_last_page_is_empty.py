"""Gives a place to go on from behind the last event, too."""

from solution import *
from solution import page as _good

FAILS = "pages_cover_all_rows_once"
SAYS = "an empty page helps nobody"


def page(s: Session, after: int | None, size: int) -> Page:
    """Only an empty page is the last one."""
    found = _good(s, after, size)
    return Page(found.events, found.events[-1].id if found.events else None)
