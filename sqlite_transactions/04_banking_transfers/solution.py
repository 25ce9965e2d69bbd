"""Reference answer: one IMMEDIATE transaction, a guarded UPDATE, a reference, bounded retries."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    return in_write_transaction(conn, lambda: book(conn, src, dst, cents, ref))


def refuse_bad_request(src: int, dst: int, cents: int) -> None:
    """Raise ValueError for what can be refused without looking at the database."""
    if type(cents) is not int:  # not isinstance: True is an int, too
        raise ValueError(f"an amount is a whole number of cents, not {cents!r}")
    if cents < 1:
        raise ValueError(f"an amount is 1 cent or more, not {cents}")
    if src == dst:
        raise ValueError(f"account {src} cannot pay itself")


def book(conn: sqlite3.Connection, src: int, dst: int, cents: int, ref: str) -> int:
    """Write one transfer; the caller holds the write lock."""
    earlier = conn.execute(
        "SELECT id, src, dst, cents FROM transfers WHERE ref = ?", (ref,)
    ).fetchone()
    if earlier is not None:  # before the balance: the money may have been spent since
        transfer_id, *made = earlier
        if made != [src, dst, cents]:
            raise Conflict(f"{ref!r} was used for another transfer")
        return transfer_id

    for account in (src, dst):
        if conn.execute("SELECT 1 FROM accounts WHERE id = ?", (account,)).fetchone() is None:
            raise UnknownAccount(f"there is no account {account}")
    # The condition and the change are one statement: nothing can come between them.
    paid = conn.execute(
        "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?",
        (cents, src, cents),
    )
    if paid.rowcount == 0:
        raise InsufficientFunds(f"account {src} holds less than {cents} cents")
    conn.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", (cents, dst))
    (transfer_id,) = conn.execute(
        "INSERT INTO transfers (ref, src, dst, cents) VALUES (?, ?, ?, ?) RETURNING id",
        (ref, src, dst, cents),
    ).fetchone()
    conn.executemany(
        "INSERT INTO entries (transfer_id, account_id, cents) VALUES (?, ?, ?)",
        [(transfer_id, src, -cents), (transfer_id, dst, cents)],
    )
    return transfer_id


def in_write_transaction[T](conn: sqlite3.Connection, work: Callable[[], T]) -> T:
    """Run work in one transaction that holds the write lock from its first statement.

    Raises:
        Busy: The lock was not to be had in any attempt.
    """
    for attempt in range(MAX_ATTEMPTS):
        if attempt:
            time.sleep(random.uniform(0, 0.02))  # so that two programs do not meet again
        try:
            conn.execute("BEGIN IMMEDIATE")
            result = work()
            conn.execute("COMMIT")
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
        else:
            return result
    raise Busy(f"the database was locked in {MAX_ATTEMPTS} attempts")


def is_lock_error(error: BaseException) -> bool:
    """Whether SQLite refused a lock: SQLITE_BUSY, in any of its kinds."""
    # The low byte is the error, the rest says which kind: SQLITE_BUSY_SNAPSHOT is one.
    return (
        isinstance(error, sqlite3.OperationalError)
        and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )


def statement(conn: sqlite3.Connection, account: int) -> list[Entry]:
    """List every entry of an account, oldest first, with the balance after each."""
    if conn.execute("SELECT 1 FROM accounts WHERE id = ?", (account,)).fetchone() is None:
        raise UnknownAccount(f"there is no account {account}")
    rows = conn.execute(
        """
        SELECT entries.transfer_id, transfers.ref, entries.cents,
               SUM(entries.cents) OVER (ORDER BY entries.id ROWS UNBOUNDED PRECEDING)
        FROM entries LEFT JOIN transfers ON transfers.id = entries.transfer_id
        WHERE entries.account_id = ?
        ORDER BY entries.id
        """,
        (account,),
    )
    return [Entry(*row) for row in rows]


def main() -> None:
    """Show two withdrawals that meet, and what becomes of them in three designs."""
    with tempfile.TemporaryDirectory() as folder:
        print("An account holds 100.00. Two programs each pay 80.00 from it, at the same time.\n")
        show_check_in_python(Path(folder) / "naive.db")
        show_dead_snapshot(Path(folder) / "snapshot.db")
        show_transfer(Path(folder) / "right.db")


def show_check_in_python(path: Path) -> None:
    """Decide in Python, then write: both decide on the same old balance."""
    ana, ben = open_bank(path), open_bank(path)
    decisions = [balance_of(program, 1) >= 8_000 for program in (ana, ben)]
    for program, allowed in zip((ana, ben), decisions, strict=True):
        if allowed:
            program.execute("UPDATE accounts SET balance = balance - 8000 WHERE id = 1")
    print("1. SELECT the balance, decide in Python, then UPDATE")
    print(f"   both saw enough: {decisions}; the account now holds {balance_of(ana, 1)} cents")
    close(ana, ben)


def show_dead_snapshot(path: Path) -> None:
    """BEGIN, read, write: SQLite refuses the second writer, and no repeated UPDATE helps."""
    ana, ben = open_bank(path), open_bank(path)
    ana.execute("BEGIN")
    balance_of(ana, 1)
    ben.execute("UPDATE accounts SET balance = balance - 8000 WHERE id = 1 AND balance >= 8000")
    print("\n2. BEGIN, SELECT, UPDATE; another program commits after the SELECT")
    for attempt in (1, 2):
        start = time.perf_counter()
        try:
            ana.execute("UPDATE accounts SET balance = balance - 8000 WHERE id = 1")
        except sqlite3.OperationalError as error:
            ms = (time.perf_counter() - start) * 1000
            print(f"   UPDATE, attempt {attempt}: {error.sqlite_errorname} after {ms:.1f} ms")
    print("   not after the timeout of 5 s: the snapshot is too old to write on, until ROLLBACK")
    close(ana, ben)


def show_transfer(path: Path) -> None:
    """BEGIN IMMEDIATE, a guarded UPDATE, a reference."""
    ana, ben = open_bank(path), open_bank(path)
    print("\n3. transfer(): BEGIN IMMEDIATE, UPDATE ... AND balance >= ?, a unique reference")
    first = transfer(ana, 1, 2, 8_000, ref="ana-rent")
    try:
        transfer(ben, 1, 2, 8_000, ref="ben-rent")
    except InsufficientFunds as error:
        print(f"   ana's transfer has id {first}; ben's is refused: {error}")
    again = transfer(ana, 1, 2, 8_000, ref="ana-rent")
    print(f"   ana's reply got lost and she asks again: id {again}, nothing moves")
    for entry in statement(ana, 1):
        print(f"   {entry.ref or 'cash':>10} {entry.cents:>8} {entry.balance:>8}")
    close(ana, ben)


def open_bank(path: Path) -> sqlite3.Connection:
    """Open a bank with 100.00 in account 1 and nothing in account 2."""
    conn = sqlite3.connect(path, autocommit=True, timeout=5)
    conn.execute("PRAGMA foreign_keys = ON")
    if conn.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        conn.execute("PRAGMA journal_mode = WAL")
        conn.executescript(SCHEMA)
        conn.execute("INSERT INTO accounts VALUES (1, 'Household', 10000), (2, 'Landlord', 0)")
        conn.execute("INSERT INTO entries (account_id, cents) VALUES (1, 10000)")
    return conn


def balance_of(conn: sqlite3.Connection, account: int) -> int:
    """The stored balance of an account."""
    (cents,) = conn.execute("SELECT balance FROM accounts WHERE id = ?", (account,)).fetchone()
    return cents


def close(*connections: sqlite3.Connection) -> None:
    """Close the connections of a demonstration."""
    for conn in connections:
        conn.close()


if __name__ == "__main__":
    main()
