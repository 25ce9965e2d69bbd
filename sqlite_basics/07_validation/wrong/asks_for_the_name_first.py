"""Thinks that one can ask whether a name is taken, and then take it."""

from solution import *

FAILS = "nothing_invalid_reaches_the_database"
SAYS = "2 statements were sent to add one product"


def add_validated(conn: sqlite3.Connection, payload: Mapping[str, object]) -> int:
    """Between the question and the INSERT somebody else takes it."""
    product = validate(payload)
    with conn:
        if conn.execute("SELECT 1 FROM products WHERE name = ?", (product.name,)).fetchone():
            raise Invalid({"name": "exists already"})
        return insert(conn, product)
