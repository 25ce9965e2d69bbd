"""Thinks that it is enough to check before the commit."""

from solution import *

FAILS = "nothing_invalid_reaches_the_database"
SAYS = "1 statement was sent for a payload that is not valid"


def add_validated(conn: sqlite3.Connection, payload: Mapping[str, object]) -> int:
    """Insert first, look at it then, and write what is right over it."""
    with conn:
        cursor = conn.execute("INSERT INTO products VALUES (NULL, 'to be checked', 0, 0)")
        product = validate(payload)
        try:
            conn.execute(
                "UPDATE products SET name = ?, price_cents = ?, quantity = ? WHERE id = ?",
                (*astuple(product), cursor.lastrowid),
            )
        except sqlite3.IntegrityError as error:
            raise Invalid({"name": "exists already"}) from error
    return cursor.lastrowid or 0
