"""A class that puts the connection into one mode for the block, and back into its own after it."""

import sqlite3
from collections.abc import Sequence
from types import TracebackType


class UnknownProduct(Exception):
    """There is no product with this id."""


class NotEnoughStock(Exception):
    """A product has fewer pieces than are to be moved."""


_busy: set[int] = set()


class transaction:
    """In the block every connection has autocommit=False."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.mode = conn.autocommit

    def __enter__(self) -> sqlite3.Connection:
        """Begin."""
        if id(self.conn) in _busy:
            raise RuntimeError("only one block at a time")
        _busy.add(id(self.conn))
        self.conn.autocommit = False
        return self.conn

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Commit or roll back, and go back to the old mode."""
        try:
            if error is None:
                self.conn.commit()
        finally:
            self.conn.rollback()
            self.conn.autocommit = self.mode
            if self.mode == sqlite3.LEGACY_TRANSACTION_CONTROL:
                self.conn.rollback()
            _busy.discard(id(self.conn))


def move_stock(conn: sqlite3.Connection, src: int, dst: int, qty: int) -> None:
    """Read both rows first."""
    if qty < 1:
        raise ValueError("qty")
    if src == dst:
        raise ValueError("src")
    with transaction(conn):
        rows = conn.execute("SELECT id, quantity FROM products WHERE id IN (?, ?)", (src, dst))
        stock = dict(rows.fetchall())
        for product_id in (src, dst):
            if product_id not in stock:
                raise UnknownProduct(product_id)
        if stock[src] < qty:
            raise NotEnoughStock(src)
        conn.execute("UPDATE products SET quantity = ? WHERE id = ?", (stock[src] - qty, src))
        conn.execute("UPDATE products SET quantity = ? WHERE id = ?", (stock[dst] + qty, dst))


def upgrade(conn: sqlite3.Connection, statements: Sequence[str]) -> None:
    """In this mode executescript() commits nothing; a comment ends with its line."""
    with transaction(conn) as inside:
        inside.executescript("\n;\n".join(statements))
