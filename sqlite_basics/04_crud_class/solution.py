"""A class that keeps the products of a shop, and owns its connection."""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Self

SCHEMA = """
    CREATE TABLE IF NOT EXISTS products (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        price_cents INTEGER NOT NULL,
        quantity INTEGER NOT NULL
    )
"""


@dataclass(frozen=True)
class NewProduct:
    """A product that has no id yet."""

    name: str
    price_cents: int
    quantity: int


@dataclass(frozen=True)
class Product:
    """One row of the table `products`."""

    id: int
    name: str
    price_cents: int
    quantity: int


COLUMNS = {field.name for field in fields(NewProduct)}


class ProductStore:
    """The products in one database file.

    Each call is saved when it returns.  In a `with` block, the whole block is one unit instead.
    """

    def __init__(self, path: Path) -> None:
        """Open the database, and create its table where it is missing."""
        # With autocommit=True each statement is saved by itself, and a SELECT leaves nothing
        # open.  __enter__ begins the only transactions there are.
        self._conn = sqlite3.connect(path, autocommit=True)
        try:
            self._conn.execute(SCHEMA)
        except BaseException:  # nobody gets the store, so nobody else can close it
            self._conn.close()
            raise

    def close(self) -> None:
        """Close the database.  To close it twice is no error."""
        self._conn.close()

    def add(self, product: NewProduct) -> Product:
        """Add a product and return it with its id."""
        cursor = self._conn.execute(
            "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)", astuple(product)
        )
        assert cursor.lastrowid is not None
        return Product(cursor.lastrowid, *astuple(product))

    def get(self, product_id: int) -> Product | None:
        """Read one product; None where no product has this id."""
        query = "SELECT id, name, price_cents, quantity FROM products WHERE id = ?"
        row = self._conn.execute(query, (product_id,)).fetchone()
        return None if row is None else Product(*row)

    def all(self) -> list[Product]:
        """Read all products, ordered by id."""
        query = "SELECT id, name, price_cents, quantity FROM products ORDER BY id"
        return [Product(*row) for row in self._conn.execute(query)]

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Change some columns of a product.

        Raises:
            TypeError: There is a name among the changes that is no column.
        """
        # A placeholder cannot stand for a name, so names go into the text: only known ones may.
        unknown = changes.keys() - COLUMNS
        if unknown:
            raise TypeError(f"a product has no {', '.join(sorted(unknown))}")
        if changes:
            assignments = ", ".join(f"{column} = :{column}" for column in changes)
            self._conn.execute(
                f"UPDATE products SET {assignments} WHERE id = :id", changes | {"id": product_id}
            )
        return self.get(product_id)

    def remove(self, product_id: int) -> bool:
        """Delete a product; False where no product has this id."""
        return self._conn.execute("DELETE FROM products WHERE id = ?", (product_id,)).rowcount == 1

    def __enter__(self) -> Self:
        """Begin a unit: all changes from here on are saved together."""
        self._conn.execute("BEGIN")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the unit and close the store."""
        try:
            if kind is None:
                self._conn.execute("COMMIT")
        finally:
            self._conn.close()  # what is not committed is rolled back


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


class NaiveStore(ProductStore):
    """As one might write it: the defaults, and a commit at the end."""

    def __init__(self, path: Path) -> None:
        """Open with a transaction that is always there."""
        self._conn = sqlite3.connect(path, autocommit=False)

    def __enter__(self) -> Self:
        """Nothing to begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Save, whatever has happened."""
        self._conn.commit()


def main(folder: Path) -> None:
    """Show what a naive store does to others and to itself, then the one above."""
    for kind in (NaiveStore, ProductStore):
        path = folder / f"{kind.__name__}.db"
        with ProductStore(path) as store:
            store.add(NewProduct("Tea", 250, 3))
        with closing(sqlite3.connect(path, autocommit=True, timeout=0)) as other:
            print(f"{kind.__name__}, which has {other.execute(QUERY).fetchone()}")
            show(kind, path, other)


QUERY = "SELECT name, price_cents, quantity FROM products"


def show(kind: type[ProductStore], path: Path, other: sqlite3.Connection) -> None:
    """Read beside another program, fail inside a block, go on after it."""
    store = kind(path)
    store.get(1)
    try:
        other.execute("UPDATE products SET price_cents = 275")
        print(f"   after a read another program writes, and the store sees {store.get(1)}")
    except sqlite3.OperationalError as error:
        print(f"   after a read another program cannot write: {error}")
    store.close()
    try:
        with kind(path) as store:
            store.update(1, quantity=0)
            raise RuntimeError("the card was refused")
    except RuntimeError as error:
        print(f"   “{error}” in a block, and there is {other.execute(QUERY).fetchone()}")
    try:
        store.get(1)
        print("   after the block the store is still open")
        store.close()
    except sqlite3.ProgrammingError as error:
        print(f"   after the block: {error}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
