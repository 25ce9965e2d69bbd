"""Keep the products of a shop in a SQLite database."""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

SCHEMA = """
    CREATE TABLE IF NOT EXISTS products (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        price_cents INTEGER NOT NULL,
        quantity INTEGER NOT NULL
    )
"""


@dataclass(frozen=True)
class Product:
    """One row of the table `products`."""

    id: int
    name: str
    price_cents: int
    quantity: int


def connect(path: Path) -> sqlite3.Connection:
    """Open the database in a file; a file that does not exist is created.

    Returns:
        An open connection with `autocommit=False`, which enforces foreign keys and gives rows
        as `sqlite3.Row`.
    """
    # SQLite ignores this pragma inside a transaction, and with autocommit=False one is always
    # open: so the connection starts without.
    conn = sqlite3.connect(path, autocommit=True)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.autocommit = False
    conn.row_factory = sqlite3.Row
    return conn


def create_tables(conn: sqlite3.Connection) -> None:
    """Create the table `products` unless it is there already."""
    with conn:  # commits at the end, or rolls back when an exception leaves the block
        conn.execute(SCHEMA)


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """Add a product and return its id."""
    with conn:
        cursor = conn.execute(
            "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)",
            (name, price_cents, quantity),
        )
    assert cursor.lastrowid is not None  # it is None only where nothing was inserted
    return cursor.lastrowid


def get_product(conn: sqlite3.Connection, product_id: int) -> Product | None:
    """Read one product; None where no product has this id."""
    with conn:  # a read also begins a transaction, and would keep other writers waiting
        row = conn.execute(
            "SELECT id, name, price_cents, quantity FROM products WHERE id = ?", (product_id,)
        ).fetchone()
    return None if row is None else Product(*row)


def list_products(conn: sqlite3.Connection, *, limit: int = 50, offset: int = 0) -> list[Product]:
    """Read some products, ordered by id."""
    with conn:
        rows = conn.execute(
            "SELECT id, name, price_cents, quantity FROM products ORDER BY id LIMIT ? OFFSET ?",
            (limit, offset),
        ).fetchall()
    return [Product(*row) for row in rows]


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """Change a product's price; False where no product has this id."""
    with conn:
        cursor = conn.execute(
            "UPDATE products SET price_cents = ? WHERE id = ?", (price_cents, product_id)
        )
    return cursor.rowcount == 1


def delete_product(conn: sqlite3.Connection, product_id: int) -> bool:
    """Delete a product; False where no product has this id."""
    with conn:
        cursor = conn.execute("DELETE FROM products WHERE id = ?", (product_id,))
    return cursor.rowcount == 1


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


def main(path: Path) -> None:
    """Show three mistakes on a store.db, then the functions above."""
    names = "SELECT count(*), group_concat(name, ', ') FROM products"
    with closing(connect(path)) as conn, closing(sqlite3.connect(path)) as other:
        create_tables(conn)

        print("1. A change without commit:")
        insert = "INSERT INTO products (name, price_cents, quantity) VALUES ('Tea', 250, 3)"
        conn.execute(insert)
        print(f"   rows that this connection sees:    {conn.execute(names).fetchone()[0]}")
        print(f"   rows that another connection sees: {other.execute(names).fetchone()[0]}")
        conn.rollback()

        print("2. PRAGMA foreign_keys = ON where a transaction is open:")
        with closing(sqlite3.connect(path, autocommit=False)) as late:
            late.execute("PRAGMA foreign_keys = ON")
            (setting,) = late.execute("PRAGMA foreign_keys").fetchone()
        print(f"   no error, and the setting reads {setting}")
        (setting,) = conn.execute("PRAGMA foreign_keys").fetchone()
        print(f"   set before the transaction, as connect() does, it reads {setting}")

        print("3. A name put into the SQL text:")
        name = "O'Brien's tea"
        try:
            conn.execute(f"INSERT INTO products VALUES (1, '{name}', 250, 3)")
        except sqlite3.OperationalError as error:
            print(f"   {error}")
        conn.rollback()
        product_id = add_product(conn, name, 250, 3)
        print(f"   passed as a parameter, it is stored: {get_product(conn, product_id)}")

        print("The right way, seen from the other connection after each call:")
        print(f"   add_product     {other.execute(names).fetchone()}")
        print(f"   update_price    {update_price(conn, product_id, 300)}", end="  ")
        print(other.execute("SELECT price_cents FROM products").fetchone())
        print(f"   update_price    {update_price(conn, 99, 300)}  (no product 99)")
        print(f"   delete_product  {delete_product(conn, product_id)}", end="  ")
        print(other.execute(names).fetchone())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "store.db")
