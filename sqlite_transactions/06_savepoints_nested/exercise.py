"""Undo a part of a transaction, and keep the rest of it.

The schema and the classes of the import are given.  You write `Unit` and `import_orders`.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

SCHEMA = """
CREATE TABLE orders (
    id  INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product  TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0)
) STRICT;
"""
"""The tables that the database already holds."""


@dataclass(frozen=True)
class Order:
    """One order of the input."""

    ref: str
    lines: tuple[tuple[str, int], ...]
    """(product, quantity)"""


@dataclass(frozen=True)
class Rejected:
    """An order that the database refused."""

    ref: str
    reason: str
    """What the database said."""


@dataclass(frozen=True)
class ImportReport:
    """What became of an import."""

    stored: int
    rejected: tuple[Rejected, ...]


class Unit:
    """A transaction for a `with` block, in which inner blocks can be undone alone.

    Args:
        conn: An open connection with `autocommit=True` or `autocommit=False`, and no change
            pending.  After the block it is in the same mode, and nothing is pending.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def __enter__(self) -> Self:
        """Begin the transaction, unless Python has begun one."""
        # TODO task 1 (and 3)
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Commit; or roll back where the block has raised, or where the commit fails.

        An exception always goes on to the caller.
        """
        # TODO task 1 (and 3)
        raise NotImplementedError

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Make a block that is undone alone when an exception leaves it.  Blocks can be nested.

        The exception goes on; who catches it outside of the block goes on with the unit as it was
        before the block.  What a good block has changed is saved, or undone, with the unit.
        """
        # TODO task 2
        raise NotImplementedError
        yield


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """Store orders with their lines, all in one unit; leave out what the database refuses.

    Args:
        conn: As for `Unit`, with foreign keys enforced.
        orders: The orders, in any number.

    Returns:
        How many were stored, and the refused ones (`sqlite3.IntegrityError`) in their order.  Of
        a refused order nothing is stored.

    Raises:
        Exception: Any other error.  Then nothing is stored.
    """
    # TODO task 4
    raise NotImplementedError
