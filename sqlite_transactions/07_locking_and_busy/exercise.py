"""Let many programs use one SQLite file at the same time.

The exception is given.  You write the three functions.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path


class Busy(Exception):
    """The write lock was not to be had in any attempt; the caller may try again later."""


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """Open a database in WAL mode.

    Args:
        path: The file, with any characters in its name.  It is created where it does not exist,
            except for a read-only connection, which changes nothing.
        readonly: Whether the connection must not be able to write.
        timeout: How many seconds a statement waits for a lock.

    Returns:
        An open connection with `autocommit=True`.

    Raises:
        sqlite3.OperationalError: `readonly`, and there is no such file.
    """
    # TODO task 1
    raise NotImplementedError


def read_tx[T](conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T]) -> T:
    """Run a function that only reads, so that all its SELECTs see the same state.

    No writer waits for it, and it waits for no writer.

    Args:
        conn: A connection that `open_db` has opened, with no transaction open.
        fn: Called once, with the connection.

    Returns:
        What `fn` returns.  Whatever happens, no transaction is open afterwards.
    """
    # TODO task 2
    raise NotImplementedError


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """Run a function in a transaction that holds the write lock from its first statement.

    The transaction is committed when `fn` returns, and undone when it raises.  Where SQLite refuses
    a lock, at whichever statement, the attempt is undone and everything is done again: `fn` is
    called again, too, so it must do nothing outside of the database.

    Args:
        conn: A connection that `open_db` has opened, with no transaction open.
        fn: Called with the connection.  It neither begins nor commits.
        attempts: How often to begin, at most.  Pauses between two attempts are 0.1 s or less.

    Returns:
        What `fn` returns.  Whatever happens, no transaction is open afterwards.

    Raises:
        Busy: A lock was refused in every attempt.
        Exception: Whatever else `fn` raises, at once.
    """
    # TODO task 3: take the lock, call fn, commit or undo
    # TODO task 4: begin again where a lock was refused
    raise NotImplementedError
