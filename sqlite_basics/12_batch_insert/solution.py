"""Add many products at once: fast, all or none, and with a rule for those already known."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import Literal, NamedTuple

SCHEMA = """
CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    sku         TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    quantity    INTEGER NOT NULL
);
CREATE TABLE product_tags (
    product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    tag        TEXT NOT NULL
);
"""

OnConflict = Literal["fail", "skip", "update"]

INSERT = "INSERT INTO products (sku, name, price_cents, quantity) VALUES (?, ?, ?, ?)"

# Both name the one conflict that they are about: every other one still raises.
CLAUSES: dict[OnConflict, str] = {
    "fail": "",
    "skip": "ON CONFLICT (sku) DO NOTHING",
    "update": """
        ON CONFLICT (sku) DO UPDATE SET
            name = excluded.name,
            price_cents = excluded.price_cents,
            quantity = excluded.quantity
    """,
}


class ProductRow(NamedTuple):
    """A product as the supplier sends it."""

    sku: str
    name: str
    price_cents: int
    quantity: int


@dataclass(frozen=True)
class BatchResult:
    """What became of the rows; together as many as there were."""

    inserted: int = 0
    updated: int = 0
    skipped: int = 0


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Add products in batches, as one transaction: all rows, or none.

    Raises:
        ValueError: `batch_size` is less than 1.
        sqlite3.IntegrityError: The database refused a row.
    """
    if batch_size < 1:
        raise ValueError(f"a batch of {batch_size} rows never gets anywhere")
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    with conn:  # around all batches: also an error in the last one takes back the first
        before = _count(conn)
        for batch in batched(rows, batch_size):
            conn.executemany(statement, batch)
            taken += len(batch)
        # rowcount says how many rows an upsert has written, not whether they were new.
        inserted = _count(conn) - before
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)


def _count(conn: sqlite3.Connection) -> int:
    """How many products there are."""
    return conn.execute("SELECT count(*) FROM products").fetchone()[0]


# ---- run by itself: the slow way, the ways that lose something, and the right way ------------


def one_by_one(conn: sqlite3.Connection, rows: Iterable[ProductRow]) -> None:
    """Commit each row by itself."""
    for row in rows:
        with conn:
            conn.execute(INSERT, row)


def main(path: Path) -> None:
    """Insert in several ways, and print how long it took and what was left."""

    def products(n: int, first: int = 0) -> Iterable[ProductRow]:
        """So many rows, one at a time."""
        return (ProductRow(f"T-{first + i:06}", "Tea", 250, 3) for i in range(n))

    with closing(sqlite3.connect(path, autocommit=True)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.autocommit = False
        conn.executescript(SCHEMA)
        conn.commit()

        def timed(what: str, n: int, work: Callable[[], object]) -> None:
            """Do it, and say how fast it was."""
            start = time.perf_counter()
            work()
            seconds = time.perf_counter() - start
            print(f"  {what:44}{n / seconds:>9,.0f} rows a second")

        def count() -> int:
            """The products there are, in all."""
            return conn.execute("SELECT count(*) FROM products").fetchone()[0]

        print("How fast")
        timed("50 rows, a commit for each:", 50, lambda: one_by_one(conn, products(50)))
        many = products(50_000, first=1_000)
        timed(
            "50,000 rows, one transaction, in batches:", 50_000, lambda: insert_products(conn, many)
        )
        conn.execute("DELETE FROM products")
        conn.commit()

        print("100 rows, of which the last one is bad")
        bad = [*products(99), ProductRow("T-bad", "Tea", -1, 3)]
        try:
            conn.executemany(INSERT, bad)
        except sqlite3.IntegrityError:
            print(f"  executemany raised, and in the open transaction there are {count()} rows")
        conn.rollback()
        try:
            insert_products(conn, bad, batch_size=10)
        except sqlite3.IntegrityError as error:
            print(f"  insert_products raised “{error}”, and there are {count()}")
        conn.executemany(INSERT.replace("INSERT", "INSERT OR IGNORE"), bad)
        print(
            f"  INSERT OR IGNORE raised nothing, and there are {count()}: the bad one is forgotten"
        )
        conn.rollback()

        print("A product that is known, with a tag, comes again at a new price")
        look = (
            "SELECT p.id, price_cents, tag"
            " FROM products AS p LEFT JOIN product_tags ON product_id = p.id"
        )
        for how in ("INSERT OR REPLACE", "insert_products"):
            conn.execute("DELETE FROM products")
            conn.execute("INSERT INTO products VALUES (7, 'T-1', 'Tea', 250, 3)")
            conn.execute("INSERT INTO product_tags VALUES (7, 'new')")
            conn.commit()
            new = [ProductRow("T-1", "Tea", 300, 3), ProductRow("T-2", "Coffee", 900, 1)]
            if how == "insert_products":
                how = str(insert_products(conn, new, on_conflict="update"))
            else:
                conn.executemany(INSERT.replace("INSERT", how), new)
            print(f"  {how}:\n    (id, price, tag):", *conn.execute(look).fetchall())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "store.db")
