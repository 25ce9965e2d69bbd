"""Thinks that a name should be cleaned of odd characters before it is stored."""

from solution import *
from solution import add_product as _good

FAILS = "a_name_is_only_text"
SAYS = "a value must arrive as it is"


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """Strip what might be dangerous, and with it what people are called."""
    return _good(conn, name.replace("'", "").strip(), price_cents, quantity)
