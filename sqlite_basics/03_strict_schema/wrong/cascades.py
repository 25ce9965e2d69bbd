"""Thinks that ON DELETE CASCADE keeps a database tidy."""

from solution import *

FAILS = "a_category_in_use_stays"
SAYS = "deleted its product without a word"


def create_schema(conn: sqlite3.Connection) -> None:
    """Throw the products away with their category."""
    with conn:
        conn.executescript(SCHEMA.replace("categories (id)", "categories (id) ON DELETE CASCADE"))
