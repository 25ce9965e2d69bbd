"""Reference answer: one context manager that begins and ends as each mode needs it."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

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


MODE_FACTS: dict[Mode, ModeFacts] = {
    # A transaction is always open: everything is part of it, until commit() or rollback().
    "pep249": ModeFacts(
        select_begins=True,
        ddl_rolls_back=True,
        close_rolls_back=True,
        executescript_commits=False,
    ),
    # Python does nothing: each statement saves itself, unless you executed BEGIN.
    "autocommit": ModeFacts(
        select_begins=False,
        ddl_rolls_back=False,
        close_rolls_back=False,
        executescript_commits=False,
    ),
    # Python begins before INSERT, UPDATE, DELETE and REPLACE, and before nothing else.
    "legacy": ModeFacts(
        select_begins=False,
        ddl_rolls_back=False,
        close_rolls_back=True,
        executescript_commits=True,
    ),
}

_AUTOCOMMIT: dict[Mode, Any] = {  # Any: the third value is no bool
    "pep249": False,
    "autocommit": True,
    "legacy": sqlite3.LEGACY_TRANSACTION_CONTROL,
}


def open_db(path: Path, mode: Mode) -> sqlite3.Connection:
    """Open a database in one of the three transaction modes."""
    return sqlite3.connect(path, autocommit=_AUTOCOMMIT[mode])


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Take an amount from an account and note it in `withdrawals`, as one unit."""
    with transaction(conn):
        row = conn.execute(
            "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?"
            " RETURNING balance",
            (cents, account, cents),
        ).fetchone()
        if row is None:
            raise Refused(f"account {account} cannot pay {cents} cents")
        conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
    return row[0]


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """Make a block one unit: it is committed at its end, and undone when it raises."""
    if not conn.in_transaction:  # in pep249 mode one is always open
        conn.execute("BEGIN")
    try:
        yield
        end(conn, "COMMIT")
    except BaseException:
        if conn.in_transaction:  # also where the COMMIT was refused: it leaves the changes pending
            end(conn, "ROLLBACK")
        elif conn.autocommit is False:  # an error such as a full disk has undone it by itself
            conn.execute("BEGIN")
        raise


def end(conn: sqlite3.Connection, how: Literal["COMMIT", "ROLLBACK"]) -> None:
    """End the transaction."""
    if conn.autocommit is True:  # the methods do nothing in this mode
        conn.execute(how)
    elif how == "COMMIT":  # the methods: in pep249 mode they also begin the next transaction
        conn.commit()
    else:
        conn.rollback()


# ---- run by itself: one careless function in three modes, then the right one -----------------


def main(folder: Path) -> None:
    """Show what each mode makes of a withdrawal that fails half way."""
    print("The careless function: UPDATE, INSERT, conn.commit(); on an error conn.rollback().")
    print("It takes 600.00 from an account of 1000.00. The INSERT is refused: 500.00 at most.\n")
    for mode in MODE_FACTS:
        with closing(bank(folder / f"careless-{mode}.db", mode)) as conn:
            try:
                careless(conn, 2, 60_000)
            except sqlite3.IntegrityError:
                print(f"   {mode:<10}  the account holds {balance(conn, 2):>6} cents afterwards")
    print("   In autocommit mode each statement had saved itself: rollback() has nothing to undo.")

    print("\nThe same with withdraw():")
    for mode in MODE_FACTS:
        with closing(bank(folder / f"right-{mode}.db", mode)) as conn:
            try:
                withdraw(conn, 2, 60_000)
            except sqlite3.IntegrityError:
                print(f"   {mode:<10}  600.00 refused, still {balance(conn, 2)};", end=" ")
            print(f"then 25.00 of 100.00 paid, {withdraw(conn, 1, 2_500)} left")

    print("\nWhat the modes do by themselves, tried just now:")
    print(f"   {'':<10}  after SELECT, a transaction is open   INSERT and close(): the row is")
    for mode in MODE_FACTS:
        path = folder / f"facts-{mode}.db"
        conn = bank(path, mode)
        conn.execute("SELECT 1").fetchone()
        is_open = str(conn.in_transaction)
        conn.execute("INSERT INTO withdrawals VALUES (1, 1, 100)")
        conn.close()
        with closing(sqlite3.connect(path)) as later:
            kept = later.execute("SELECT COUNT(*) FROM withdrawals").fetchone()[0]
        print(f"   {mode:<10}  {is_open:<37} {'kept' if kept else 'lost'}")


def careless(conn: sqlite3.Connection, account: int, cents: int) -> None:
    """Rely on commit() and rollback() without asking for the mode."""
    try:
        conn.execute("UPDATE accounts SET balance = balance - ? WHERE id = ?", (cents, account))
        conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
        conn.commit()
    except BaseException:
        conn.rollback()
        raise


def bank(path: Path, mode: Mode) -> sqlite3.Connection:
    """Open a new bank with 100.00 in account 1 and 1,000.00 in account 2."""
    with closing(sqlite3.connect(path, autocommit=True)) as conn:
        conn.executescript(SCHEMA)
        conn.execute("INSERT INTO accounts VALUES (1, 'Ana', 10000), (2, 'Ben', 100000)")
    return open_db(path, mode)


def balance(conn: sqlite3.Connection, account: int) -> int:
    """The stored balance of an account."""
    return conn.execute("SELECT balance FROM accounts WHERE id = ?", (account,)).fetchone()[0]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
