"""Change several rows as one unit: all of it is saved, or nothing."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class UnknownProduct(Exception):
    """There is no product with this id.  Given: nothing to do here."""


class NotEnoughStock(Exception):
    """A product has fewer pieces than are to be moved.  Given: nothing to do here."""


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Make a `with` block one transaction, in every mode that a connection can be in.

    At the end of the block everything that was changed in it is committed.  When an exception
    leaves the block, also `KeyboardInterrupt`, everything is rolled back and the caller gets
    that very exception.  When the COMMIT itself fails, everything is rolled back as well.
    After the block the connection is in the mode it was in, and holds no lock.

    A block inside a block of the same connection never commits the outer one.  It is refused
    with a `RuntimeError` before anything is changed; the outer block can go on.  (To nest for
    real, with savepoints, is allowed too.)

    Args:
        conn: An open connection that has no changes waiting for a commit.

    Yields:
        The same connection.

    Raises:
        RuntimeError: A block of this connection is open already.
    """
    # TODO task 1: commit, or roll back, where autocommit is False
    # TODO task 2: the other modes
    # TODO task 3: a block inside a block
    # TODO task 4: a COMMIT that fails
    raise NotImplementedError


def move_stock(conn: sqlite3.Connection, src: int, dst: int, qty: int) -> None:
    """Take pieces from one product's quantity and add them to another's, as one transaction.

    Args:
        conn: An open connection in any mode.
        src: The id of the product that gives.
        dst: The id of the product that gets.
        qty: How many pieces.

    Raises:
        ValueError: `qty` is less than 1, or `src` is `dst`.
        UnknownProduct: One of the products does not exist.
        NotEnoughStock: `src` has fewer than `qty` pieces.
    """
    # TODO task 5
    raise NotImplementedError


def upgrade(conn: sqlite3.Connection, statements: Sequence[str]) -> None:
    """Execute some statements in their order, as one transaction.

    Args:
        conn: An open connection in any mode.
        statements: One SQL statement each: CREATE TABLE, ALTER TABLE, INSERT, UPDATE…

    Raises:
        sqlite3.Error: A statement failed; none of them has any effect.
    """
    # TODO task 6
    raise NotImplementedError
