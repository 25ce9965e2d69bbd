"""Lose the process at any moment, and nothing else.

The schema, the exception and the classes are given.  You write the five functions.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE products (
    id    INTEGER PRIMARY KEY,
    stock INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;
CREATE TABLE sales (
    id         INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity   INTEGER NOT NULL CHECK (quantity > 0)
) STRICT;
CREATE INDEX sales_by_product ON sales (product_id);
CREATE TABLE outbox (
    id      INTEGER PRIMARY KEY,
    sale_id INTEGER NOT NULL REFERENCES sales (id),
    key     TEXT NOT NULL UNIQUE,               -- by which a receiver knows a message again
    payload TEXT NOT NULL,                      -- JSON
    sent    INTEGER NOT NULL DEFAULT 0          -- 1 when the message was sent
) STRICT;
"""
"""The tables that the database already holds."""


class OutOfStock(Exception):
    """There are fewer than wanted, or there is no such product."""


@dataclass(frozen=True)
class Sale:
    """How many of which product."""

    product_id: int
    quantity: int


@dataclass(frozen=True)
class RecoveryReport:
    """What was found after a crash."""

    damage: tuple[str, ...]
    """What `PRAGMA integrity_check` says; empty where all is well.  For a file that SQLite cannot
    read, or where the tables are missing: the text of its error."""
    orphans: tuple[tuple[str, int], ...]
    """(table, rowid) of each row that refers to a row that is missing."""
    pending: int
    """Messages that are still to be sent."""


def open_durable(path: Path) -> sqlite3.Connection:
    """Open a database so that a commit outlives a crash of the program and of the machine.

    Args:
        path: The file.

    Returns:
        An open connection with `autocommit=True`, with foreign keys enforced, in a journal mode
        that survives a crash, and with `PRAGMA synchronous` at FULL (2) or more.
    """
    # TODO task 1
    raise NotImplementedError


def record_sale(conn: sqlite3.Connection, sale: Sale) -> int:
    """Store a sale, take its goods from the stock, and put a message into the outbox.

    All three or none of them, wherever the process is killed.  The message's payload is the JSON
    object `{"sale_id": …, "product_id": …, "quantity": …}`.

    Args:
        conn: A connection from `open_durable`, with no transaction open.
        sale: What is sold.

    Returns:
        The id of the sale.

    Raises:
        OutOfStock: There is too little.
        sqlite3.IntegrityError: The quantity is not positive.
            After either of them nothing has changed, and no transaction is open.
    """
    # TODO task 2
    raise NotImplementedError


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """Send the messages of the outbox that are not sent yet, oldest first, each at least once.

    Each message is marked as soon as it is sent, so that a killed process sends at most one of
    them again, with the same key.  While `send` is at work no lock is held.

    Args:
        conn: A connection from `open_durable`, with no transaction open.
        send: Takes a message's key and its payload.

    Returns:
        How many were sent.

    Raises:
        Exception: What `send` raises.  This message and those behind it stay pending.
    """
    # TODO task 3
    raise NotImplementedError


def recover(path: Path) -> RecoveryReport:
    """Open a database after a crash and look what state it is in.  Nothing committed is lost.

    Args:
        path: The file; others may lie beside it.

    Returns:
        What was found.

    Raises:
        FileNotFoundError: There is no such file.  None is made.
    """
    # TODO task 4
    raise NotImplementedError


def backup(src: Path, dst: Path) -> None:
    """Make a backup of a database, also while others write to it.

    Args:
        src: The database.
        dst: Where the backup goes: one file that is complete by itself.  A backup that is there
            already is replaced; if the process is killed, the old one or the new one is there.

    Raises:
        FileNotFoundError: There is no file `src`.  Neither file is made.
    """
    # TODO task 5
    raise NotImplementedError
