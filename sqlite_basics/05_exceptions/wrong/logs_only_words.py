"""Thinks that the message for the user is good enough for the log."""

from solution import *

FAILS = "logs_name_the_error_and_no_value"
SAYS = "needs SQLite's own name"


def add_product(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Leave out what an expert would look for."""
    try:
        with guarded(conn):
            cursor = conn.execute(
                "INSERT INTO products VALUES (NULL, ?, ?, ?, ?)", astuple(product)
            )
    except StoreError as error:
        LOG.warning("a product could not be added: %s", error)
        raise
    return cursor.lastrowid or 0
