"""Move money between accounts: all of it or nothing, once, and beside other programs.

The schema, the exceptions and `Entry` are given.  You write `transfer` and `statement`.
"""

import sqlite3
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE accounts (
    id      INTEGER PRIMARY KEY,
    owner   TEXT NOT NULL,
    balance INTEGER NOT NULL DEFAULT 0          -- cents; the sum of the account's entries
) STRICT;
CREATE TABLE transfers (
    id    INTEGER PRIMARY KEY,
    ref   TEXT NOT NULL UNIQUE,                 -- chosen by the caller, one for each payment
    src   INTEGER NOT NULL REFERENCES accounts (id),
    dst   INTEGER NOT NULL REFERENCES accounts (id),
    cents INTEGER NOT NULL CHECK (cents > 0)
) STRICT;
CREATE TABLE entries (
    id          INTEGER PRIMARY KEY,
    transfer_id INTEGER REFERENCES transfers (id),   -- NULL: cash paid in over the counter
    account_id  INTEGER NOT NULL REFERENCES accounts (id),
    cents       INTEGER NOT NULL                     -- > 0: money arrives; < 0: money leaves
) STRICT;
CREATE INDEX entries_by_account ON entries (account_id);
"""
"""The tables that the database already holds, in WAL mode."""

MAX_ATTEMPTS = 5
"""How often one call of `transfer` may start its transaction before it gives up."""


class TransferError(Exception):
    """A transfer that was not made."""


class UnknownAccount(TransferError):
    """There is no such account."""


class InsufficientFunds(TransferError):
    """The source account holds less than the amount."""


class Conflict(TransferError):
    """The reference already stands for a different transfer."""


class Busy(TransferError):
    """Others kept the database locked in every attempt; the caller may try again later."""


@dataclass(frozen=True)
class Entry:
    """One line of an account's statement."""

    transfer_id: int | None
    """None for cash paid in over the counter."""
    ref: str | None
    """The transfer's reference; None for cash."""
    cents: int
    """More than 0: money arrived. Less than 0: money left."""
    balance: int
    """What the account held after this entry."""


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference.

    All rows of a transfer are written in one transaction: one row in `transfers`, two in
    `entries`, and both balances.  Whatever happens, no transaction is open when the call ends.

    A reference that was already used for the same `src`, `dst` and `cents` moves nothing: the
    call returns the id of the transfer that was made then, whatever the balance is now.

    Where SQLite reports a lock ("database is locked"), the whole transaction is undone and
    started again, from its first statement, at most `MAX_ATTEMPTS` times in all.  A pause
    between two attempts is 0.1 seconds at most: waiting is the job of the connection's timeout.
    Every other `sqlite3.OperationalError` is raised as it is.

    Args:
        conn: An open connection in autocommit mode (`autocommit=True`) with foreign keys
            enforced: BEGIN, COMMIT and ROLLBACK are yours to execute.
        src: The account that pays.
        dst: The account that gets the money.
        cents: How much, in cents: an `int` of 1 or more.
        ref: The caller's name for this payment.

    Returns:
        The id of the transfer.

    Raises:
        ValueError: `cents` is no `int` (`True` is no amount either), or is less than 1; or
            `src` is `dst`.
        UnknownAccount: One of the accounts does not exist.
        InsufficientFunds: `src` holds less than `cents`.
        Conflict: `ref` was used for another `src`, `dst` or `cents`.
        Busy: The database was locked in every attempt.
    """
    # TODO task 1: check the arguments; write the transfer in one transaction
    # TODO task 2: look for the reference
    # TODO task 3: decide on what nobody can change before you have written
    # TODO task 4: start again when the database was locked
    raise NotImplementedError


def statement(conn: sqlite3.Connection, account: int) -> list[Entry]:
    """List every entry of an account, oldest first, with the balance after each.

    Args:
        conn: An open connection in autocommit mode.
        account: The account's id.

    Returns:
        One `Entry` for each row in `entries` (by id), also for cash.

    Raises:
        UnknownAccount: The account does not exist.
    """
    # TODO task 5
    raise NotImplementedError
