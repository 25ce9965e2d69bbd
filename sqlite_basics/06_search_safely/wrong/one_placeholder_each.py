"""Thinks that a statement takes any number of values."""

from collections.abc import Sequence
from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "thousands_of_ids"
SAYS = "a statement takes only so many values"


def search(
    conn: sqlite3.Connection, *, ids: Sequence[int] | None = None, **asked: Any
) -> Page[Product]:
    """As many placeholders as ids."""
    if ids:
        marks = ", ".join("?" * len(ids))
        found = conn.execute(f"SELECT id FROM products WHERE id IN ({marks})", list(ids))
        ids = [row["id"] for row in found]
    return _good(conn, ids=ids, **asked)
