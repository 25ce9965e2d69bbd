"""Thinks that an INSERT is saved when it has raised nothing."""

from solution import *

FAILS = "a_valid_product_is_saved"
SAYS = "another connection sees no product"


def add_validated(conn: sqlite3.Connection, payload: Mapping[str, object]) -> int:
    """Leave the transaction open."""
    return insert(conn, validate(payload))
