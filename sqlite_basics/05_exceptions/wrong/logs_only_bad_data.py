"""Thinks that a log is only about bad values."""

from solution import *

FAILS = "logs_name_the_error_and_no_value"
SAYS = "SQLITE_CONSTRAINT_FOREIGNKEY made 0 lines in the log (none)"


def add_product(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Say nothing of an unknown category, or of a lock."""
    try:
        with guarded(conn):
            cursor = conn.execute(
                "INSERT INTO products VALUES (NULL, ?, ?, ?, ?)", astuple(product)
            )
    except (DuplicateProduct, InvalidProduct) as error:
        name = getattr(error.__cause__, "sqlite_errorname", "")
        LOG.warning("a product could not be added: %s", name)
        raise
    return cursor.lastrowid or 0
