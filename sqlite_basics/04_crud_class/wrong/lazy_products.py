"""Thinks that a product can ask the database for its values when they are needed."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "products_outlive_their_store"
SAYS = "what is returned must not need the connection"


class _LazyProduct(Product):
    """Reads a column when it is asked for."""

    def __init__(self, conn: sqlite3.Connection, product: Product) -> None:
        vars(self).update(vars(product), _conn=conn)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Product) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __getattribute__(self, name: str) -> Any:
        if name in COLUMNS:
            conn, product_id = vars(self)["_conn"], vars(self)["id"]
            query = f"SELECT {name} FROM products WHERE id = ?"
            return conn.execute(query, (product_id,)).fetchone()[0]
        return super().__getattribute__(name)


class ProductStore(_Good):
    """Keep the connection in each product."""

    def get(self, product_id: int) -> Product | None:
        """Give a product that is read later."""
        product = super().get(product_id)
        return product and _LazyProduct(self._conn, product)
