"""Thinks that a log is most useful with all values in it."""

from solution import *

FAILS = "logs_name_the_error_and_no_value"
SAYS = "logs are read by people who may not read the data"


def add_product(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Write the product into the log."""
    try:
        with guarded(conn):
            cursor = conn.execute(
                "INSERT INTO products VALUES (NULL, ?, ?, ?, ?)", astuple(product)
            )
    except StoreError as error:
        name = getattr(error.__cause__, "sqlite_errorname", "")
        LOG.warning("%s: could not add %r", name, product)
        raise
    return cursor.lastrowid or 0
