"""One text for all searches: each filter is switched off by its own NULL."""

import json
import sqlite3
from collections.abc import Sequence

from solution import Page, Product

FOUND = """
    WITH found AS (
        SELECT p.id, p.name, c.name AS category, p.price_cents, p.quantity
        FROM products AS p JOIN categories AS c ON p.category_id = c.id
        WHERE (:text IS NULL OR contains(p.name, :text))
          AND (:category IS NULL OR c.name = :category)
          AND (:min_cents IS NULL OR p.price_cents >= :min_cents)
          AND (:max_cents IS NULL OR p.price_cents <= :max_cents)
          AND (:ids IS NULL OR p.id IN (SELECT value FROM json_each(:ids)))
    )
"""
SORTED = {
    ("name", False): "ORDER BY name COLLATE folded, id",
    ("name", True): "ORDER BY name COLLATE folded DESC, id",
    ("price_cents", False): "ORDER BY price_cents, id",
    ("price_cents", True): "ORDER BY price_cents DESC, id",
    ("quantity", False): "ORDER BY quantity, id",
    ("quantity", True): "ORDER BY quantity DESC, id",
}


def _folded(a: str, b: str) -> int:
    x, y = a.casefold(), b.casefold()
    return (x > y) - (x < y)


def search(
    conn: sqlite3.Connection,
    *,
    text: str | None = None,
    category: str | None = None,
    min_cents: int | None = None,
    max_cents: int | None = None,
    ids: Sequence[int] | None = None,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
) -> Page[Product]:
    """Bind by name."""
    try:
        order = SORTED[sort, bool(descending)]
    except KeyError:
        raise ValueError(f"unknown order {sort}") from None
    if limit not in range(1, 101) or offset < 0:
        raise ValueError("no such page")
    conn.create_function("contains", 2, lambda name, part: part.casefold() in name.casefold())
    conn.create_collation("folded", _folded)
    asked = {
        "text": text,
        "category": category,
        "min_cents": min_cents,
        "max_cents": max_cents,
        "ids": None if ids is None else json.dumps([*ids]),
        "limit": limit,
        "offset": offset,
    }
    page = f"{FOUND} SELECT * FROM found {order} LIMIT :limit OFFSET :offset"
    with conn:
        [count] = conn.execute(f"{FOUND} SELECT count(*) AS n FROM found", asked)
        items = [Product(*row) for row in conn.execute(page, asked)]
    return Page(items=items, total=count[0])
