"""A class that keeps the products of a shop, and owns its connection."""

from dataclasses import dataclass
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
    """A product that has no id yet.  Given: nothing to do here."""

    name: str
    price_cents: int
    quantity: int


@dataclass(frozen=True)
class Product:
    """One row of the table `products`.  Given: nothing to do here."""

    id: int
    name: str
    price_cents: int
    quantity: int


class ProductStore:
    """The products in one database file.

    Each call is saved when it returns.  In a `with` block, the whole block is one unit instead.
    """

    def __init__(self, path: Path) -> None:
        """Open the database, and create its table where it is missing.

        Args:
            path: The file; it is created where it does not exist.

        Raises:
            sqlite3.Error: The store cannot be opened.  Then no connection stays open.
        """
        # TODO task 1
        raise NotImplementedError

    def close(self) -> None:
        """Close the database.  To close it twice is no error.

        Afterwards every other method raises `sqlite3.ProgrammingError`.
        """
        # TODO task 1, and for the other methods task 3
        raise NotImplementedError

    def add(self, product: NewProduct) -> Product:
        """Add a product and return it with its id."""
        # TODO task 2
        raise NotImplementedError

    def get(self, product_id: int) -> Product | None:
        """Read one product; None where no product has this id."""
        # TODO task 2
        raise NotImplementedError

    def all(self) -> list[Product]:
        """Read all products, ordered by id."""
        # TODO task 2
        raise NotImplementedError

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Change some columns of a product: `store.update(7, quantity=3)`.

        Args:
            product_id: The product's id.
            changes: The new values, by column: name, price_cents, quantity.  There may be none.

        Returns:
            The product as it is now, or None where no product has this id.

        Raises:
            TypeError: There is a name among the changes that is none of the three columns.
                Nothing was changed.
        """
        # TODO task 3
        raise NotImplementedError

    def remove(self, product_id: int) -> bool:
        """Delete a product; False where no product has this id."""
        # TODO task 3
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Begin a unit: all changes from here on are saved together."""
        # TODO task 4
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the unit and close the store.

        Args:
            kind: The class of the exception that leaves the block, or None: then all changes
                of the block are saved.  With an exception none of them is.
            error: The exception, which goes on to the caller.
            trace: Its traceback.
        """
        # TODO task 4
        raise NotImplementedError
