"""Thinks that None is the usual answer where there is no such row."""

from solution import *
from solution import category_path as good_path

FAILS = "a_missing_category_has_no_path"
SAYS = "category_path(conn, 99) returned None"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str] | None:  # pyright: ignore[reportRedeclaration]
    """Give None for a category that is not there."""
    try:
        return good_path(conn, category_id)
    except UnknownCategory:
        return None
