"""Search the products of a shop by whatever a visitor has filled in."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

# The tables are there; this says what is in them.
SCHEMA = """
CREATE TABLE IF NOT EXISTS categories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    category_id INTEGER NOT NULL REFERENCES categories (id),
    price_cents INTEGER NOT NULL,
    quantity INTEGER NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Product:
    """A product with the name of its category."""

    id: int
    name: str
    category: str
    price_cents: int
    quantity: int


@dataclass(frozen=True)
class Page[T]:
    """Some of the things that were found."""

    items: list[T]
    """Those on this page."""
    total: int
    """How many were found, on all pages."""


# A placeholder cannot stand for a piece of SQL: what is asked for only chooses one of these.
ORDERS = {"name": "casefold(p.name)", "price_cents": "p.price_cents", "quantity": "p.quantity"}

Conditions = list[tuple[str, object]]
"""Pieces of SQL, each with the value of its placeholder."""


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
    """Find the products for which everything holds that is not None.

    Raises:
        ValueError: `sort`, `limit` or `offset` is none of the allowed values.
    """
    conditions = conditions_for(
        text=text, category=category, min_cents=min_cents, max_cents=max_cents, ids=ids
    )
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)


def conditions_for(
    *,
    text: str | None = None,
    category: str | None = None,
    min_cents: int | None = None,
    max_cents: int | None = None,
    ids: Sequence[int] | None = None,
) -> Conditions:
    """Text here, value there, always in pairs."""
    conditions: Conditions = []
    if text is not None:
        # Neither LIKE nor lower() of SQLite knows capitals beyond A to Z; Python does.  And
        # instr() has no wildcards.
        conditions.append(("instr(casefold(p.name), ?) > 0", text.casefold()))
    if category is not None:
        conditions.append(("c.name = ?", category))
    if min_cents is not None:
        conditions.append(("p.price_cents >= ?", min_cents))
    if max_cents is not None:
        conditions.append(("p.price_cents <= ?", max_cents))
    if ids is not None:
        # One placeholder for any number of ids, and an empty list holds none.
        conditions.append(("p.id IN (SELECT value FROM json_each(?))", json.dumps(list(ids))))
    return conditions


def order_by(sort: str, descending: bool) -> str:
    """The order; ties by id, so that every page comes out of one and the same order."""
    if sort not in ORDERS:
        raise ValueError(f"cannot sort by {sort!r}, only by {', '.join(ORDERS)}")
    return f"{ORDERS[sort]} {'DESC' if descending else 'ASC'}, p.id"


def fetch_page(
    conn: sqlite3.Connection, conditions: Conditions, order: str, limit: int, offset: int
) -> Page[Product]:
    """Count what is found, and fetch a page of it."""
    if not 1 <= limit <= 100 or offset < 0:
        raise ValueError(f"no such page: limit {limit}, offset {offset}")
    found = "FROM products p JOIN categories c ON c.id = p.category_id"
    if conditions:
        found += " WHERE " + " AND ".join(sql for sql, _ in conditions)
    values = [value for _, value in conditions]
    conn.create_function("casefold", 1, str.casefold, deterministic=True)
    with conn:  # one transaction, so that page and total belong together
        (total,) = conn.execute(f"SELECT count(*) {found}", values).fetchone()
        rows = conn.execute(
            f"SELECT p.id, p.name, c.name, p.price_cents, p.quantity {found}"
            f" ORDER BY {order} LIMIT ? OFFSET ?",
            [*values, limit, offset],
        ).fetchall()
    return Page([Product(*row) for row in rows], total)


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


def naive_search(conn: sqlite3.Connection, text: str, sort: str = "name") -> list[str]:
    """As one might write it: the words of the visitor in the text of the statement."""
    sql = f"SELECT name FROM products WHERE name LIKE '%{text}%' ORDER BY {sort}"
    return [name for (name,) in conn.execute(sql)]


def main() -> None:
    """Ask the naive search and the one above the same questions."""
    with closing(sqlite3.connect(":memory:", autocommit=True)) as conn:
        conn.executescript(SCHEMA)
        conn.execute("CREATE TABLE staff (name TEXT, password TEXT)")
        conn.execute("INSERT INTO staff VALUES ('Ada', 'tortoise')")
        conn.execute("INSERT INTO categories VALUES (1, 'food')")
        names = ["100% juice", "1000 nails", "Äpfel", "a_b cable", "axb cable", "Tea", "tea"]
        put = (
            "INSERT INTO products (name, category_id, price_cents, quantity) VALUES (?, 1, 100, 1)"
        )
        conn.executemany(put, [(name,) for name in names])
        conn.autocommit = False
        for text in ("100%", "a_b", "äpfel", "' UNION SELECT password FROM staff --"):
            print(f"text: {text}")
            print(f"   naive:    {naive_search(conn, text)}")
            print(f"   search(): {[product.name for product in search(conn, text=text).items]}")
        for sort in ("(SELECT password FROM staff) < 't'", "name LIMIT 1 --"):
            print(f"sort: {sort}")
            print(f"   naive:    {naive_search(conn, '', sort)}")
            try:
                search(conn, sort=sort)
            except ValueError as error:
                print(f"   search(): {error}")
        names = [name for (name,) in conn.execute("SELECT name FROM products ORDER BY ?", ["name"])]
        print(f"ORDER BY ? with 'name' sorts by one constant: {names}")
        page = search(conn, ids=range(1, 5001), limit=3, offset=3)
        print(f"page 2 of 5,000 ids: {[product.name for product in page.items]} of {page.total}")


if __name__ == "__main__":
    main()
