"""Thinks that money needs a type with a decimal point, also where it is counted in cents."""

from solution import *

FAILS = "the_table_is_there"
SAYS = "whole numbers are stored in price_cents as real"


def create_tables(conn: sqlite3.Connection) -> None:
    """250 becomes 250.0: it compares as equal, and is a float all the same."""
    with conn:
        conn.execute(SCHEMA.replace("price_cents INTEGER", "price_cents REAL"))
