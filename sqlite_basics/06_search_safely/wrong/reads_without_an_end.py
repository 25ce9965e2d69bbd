"""Thinks that a search changes nothing, and so has nothing to end."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "a_search_keeps_nobody_waiting"
SAYS = "after search() another connection cannot write"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Leave the transaction of the two SELECTs open, with its lock."""
    if not 1 <= limit <= 100 or offset < 0:
        raise ValueError(f"no such page: limit {limit}, offset {offset}")
    order, conditions = order_by(sort, descending), conditions_for(**filters)
    where = " AND ".join(["true", *(sql for sql, _ in conditions)])
    found = f"FROM products p JOIN categories c ON c.id = p.category_id WHERE {where}"
    values = [value for _, value in conditions]
    conn.create_function("casefold", 1, str.casefold, deterministic=True)
    (total,) = conn.execute(f"SELECT count(*) {found}", values).fetchone()
    rows = conn.execute(
        f"SELECT p.id, p.name, c.name, p.price_cents, p.quantity {found}"
        f" ORDER BY {order} LIMIT ? OFFSET ?",
        [*values, limit, offset],
    ).fetchall()
    return Page([Product(*row) for row in rows], total)
