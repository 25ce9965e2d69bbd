"""Withdraw money as one unit, whatever transaction mode the connection is in.

The schema, the exception and the class `ModeFacts` are given.  You write the rest.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

SCHEMA = """
CREATE TABLE accounts (
    id      INTEGER PRIMARY KEY,
    owner   TEXT NOT NULL,
    balance INTEGER NOT NULL                              -- cents
) STRICT;
CREATE TABLE withdrawals (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL,
    cents      INTEGER NOT NULL CHECK (cents BETWEEN 1 AND 50000)   -- what the machine pays out
) STRICT;
"""
"""The tables that the database already holds."""

type Mode = Literal["pep249", "autocommit", "legacy"]


class Refused(Exception):
    """The account does not exist, or holds less than the amount."""


@dataclass(frozen=True)
class ModeFacts:
    """What a connection does in one mode.  Each field is the outcome of an experiment."""

    select_begins: bool
    """Open a connection and SELECT something: is a transaction open then?"""
    ddl_rolls_back: bool
    """CREATE TABLE, then `conn.rollback()`: is the table gone?"""
    close_rolls_back: bool
    """INSERT, then `conn.close()`: is the row gone?"""
    executescript_commits: bool
    """A transaction with an INSERT in it is open (in autocommit mode because you executed BEGIN).
    Then `conn.executescript("SELECT 1")`: does another connection see the row?"""


# TODO task 2: one entry for each mode: "pep249": ModeFacts(select_begins=…, …), …
MODE_FACTS: dict[Mode, ModeFacts] = {}


def open_db(path: Path, mode: Mode) -> sqlite3.Connection:
    """Open a database in one of the three transaction modes.

    Args:
        path: The file.
        mode: `"pep249"` is `autocommit=False`, `"autocommit"` is `autocommit=True`, and
            `"legacy"` is what a plain `sqlite3.connect(path)` gives today.

    Returns:
        An open connection.
    """
    # TODO task 1
    raise NotImplementedError


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Take an amount from an account and note it in `withdrawals`, as one unit.

    When the call returns, both changes are saved.  When it raises, nothing has changed.  Either
    way no change is pending on the connection and no lock is held, and the connection is in the
    mode it was in before.

    Args:
        conn: An open connection in any of the three modes, with no change pending.
        account: The account's id.
        cents: The amount.

    Returns:
        The account's new balance.

    Raises:
        Refused: The account does not exist, or holds less than the amount.
        sqlite3.IntegrityError: The table `withdrawals` does not accept the amount.
    """
    # TODO task 3: as one unit in pep249 mode
    # TODO task 4: in the two other modes
    raise NotImplementedError
