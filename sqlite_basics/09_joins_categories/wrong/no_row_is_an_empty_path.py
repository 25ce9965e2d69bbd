"""Thinks that a query without rows is an answer."""

from solution import *
from solution import category_path as good_path

FAILS = "a_missing_category_has_no_path"
SAYS = "there is no category 99"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Give an empty list for a category that is not there."""
    try:
        return good_path(conn, category_id)
    except UnknownCategory:
        return []
