"""Thinks that callers can tell an error from the id."""

from solution import *
from solution import add_product as _good

FAILS = "a_product_is_added_or_refused"
SAYS = "the caller must hear of it"


def add_product(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Log it, and return a number that is no id."""
    try:
        return _good(conn, product)
    except StoreError:
        return -1
