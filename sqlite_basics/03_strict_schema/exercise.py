"""A schema for the shop that refuses bad data, whoever writes it."""

import sqlite3
from datetime import datetime
from decimal import Decimal

# TODO tasks 1, 2 and 3: three CREATE TABLE statements, each ended by a semicolon
SCHEMA = """
"""


def create_schema(conn: sqlite3.Connection) -> None:
    """Create the tables of SCHEMA and save them.  Given: nothing to do here.

    Args:
        conn: An open connection with `autocommit=False`.
    """
    with conn:
        conn.executescript(SCHEMA)


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Add a product.  It is saved when the call returns.

    Args:
        conn: An open connection with `autocommit=False`.
        name: Its name.
        category_id: The id of its category.
        price: The price in euros, such as Decimal("19.90"); stored in whole cents, exactly.
        quantity: How many are in stock.
        added_at: A time with a time zone, any one; stored as ISO 8601 text in UTC that says so,
            to the microsecond.  The order of the texts is the order of the times.

    Returns:
        The id that the database gave to the new product.

    Raises:
        ValueError: The price is not a whole number of cents, or the time has no time zone.
            Nothing was stored.
        sqlite3.IntegrityError: The schema refuses the product.  Nothing was changed, and other
            connections can write.
    """
    # TODO task 4
    raise NotImplementedError
