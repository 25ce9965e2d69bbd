"""Takes the id 0 for no id."""

from solution import *
from solution import page as _good

FAILS = "pages_cover_all_rows_once"
SAYS = "also if that is 0"


def page(s: Session, after: int | None, size: int) -> Page:
    """`if after` asks whether it is 0."""
    return _good(s, after or None, size)
