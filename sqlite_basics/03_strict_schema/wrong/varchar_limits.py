"""Thinks that VARCHAR(80) limits the length of a text."""

from solution import *

FAILS = "a_name_has_1_to_80_characters"
SAYS = "81 characters are not 1 to 80, and SQLite ignores a length in a type"


def create_schema(conn: sqlite3.Connection) -> None:
    """A type with a length is taken, and the length ignored (a STRICT table refuses the type)."""
    schema = SCHEMA.replace(
        "name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 80)",
        "name VARCHAR(80) NOT NULL COLLATE NOCASE CHECK (typeof(name) = 'text' AND name <> '')",
    )
    for column in ("price_cents", "quantity"):
        schema = schema.replace(
            f"CHECK ({column}", f"CHECK (typeof({column}) = 'integer' AND {column}"
        )
    with conn:
        conn.executescript(
            schema.replace("(category_id, name)\n) STRICT", "(category_id, name)\n)")
        )
