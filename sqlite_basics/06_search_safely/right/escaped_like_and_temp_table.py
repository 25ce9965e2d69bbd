"""LIKE with its wildcards escaped, and the ids in a temporary table."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from solution import Page, Product


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
    """Add a piece of SQL and its values for each filter."""
    if sort == "name":
        order = "folded"
    elif sort in ("price_cents", "quantity"):
        order = sort
    else:
        raise ValueError(sort)
    if limit < 1 or limit > 100 or offset < 0:
        raise ValueError("no such page")
    conn.create_function("fold", 1, lambda name: name.casefold(), deterministic=True)
    cursor = conn.cursor()
    sql = """
        SELECT products.id, products.name, categories.name, price_cents, quantity,
               fold(products.name) AS folded
        FROM products, categories WHERE categories.id = category_id
    """
    values: list[Any] = []
    if text is not None:
        for special in "\\%_":
            text = text.replace(special, f"\\{special}")
        sql += r" AND folded LIKE ? ESCAPE '\'"
        values.append(f"%{text.casefold()}%")
    for condition, value in (
        ("categories.name IS ?", category),
        ("price_cents >= ?", min_cents),
        ("price_cents <= ?", max_cents),
    ):
        if value is not None:
            sql += f" AND {condition}"
            values.append(value)
    if ids is not None:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id)")
        cursor.execute("DELETE FROM wanted")
        cursor.executemany("INSERT INTO wanted VALUES (?)", ((i,) for i in ids))
        sql += " AND products.id IN (SELECT id FROM temp.wanted)"
    cursor.execute(f"SELECT count(*) FROM ({sql})", values)
    (total,) = cursor.fetchone()
    direction = "DESC" if descending else ""
    cursor.execute(
        f"{sql} ORDER BY {order} {direction}, products.id LIMIT {limit:d} OFFSET {offset:d}", values
    )
    items = [Product(*tuple(row)[:5]) for row in cursor]
    conn.commit()
    return Page(items, total)
