"""Thinks that an error should be logged wherever it passes."""

from solution import *
from solution import add_product as _good

FAILS = "logs_name_the_error_and_no_value"
SAYS = "each StoreError is to be one warning"


def add_product(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Each level writes its own line."""
    try:
        return _good(conn, product)
    except StoreError as error:
        LOG.error("a product could not be added: %r", error)
        raise
