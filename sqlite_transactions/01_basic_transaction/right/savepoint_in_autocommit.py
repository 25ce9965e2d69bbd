"""Asks for each mode by name; in autocommit mode an outermost SAVEPOINT is the transaction."""

from contextlib import contextmanager

from solution import *


def open_db(path: Path, mode: Mode) -> sqlite3.Connection:
    """Open, then set the mode."""
    conn = sqlite3.connect(str(path))
    if mode == "pep249":
        conn.autocommit = False
    elif mode == "autocommit":
        conn.autocommit = True
    return conn


@contextmanager
def unit(conn: sqlite3.Connection) -> Iterator[sqlite3.Cursor]:
    """A cursor whose changes are kept or dropped together."""
    with closing(conn.cursor()) as cursor:
        if conn.autocommit is not True:
            with conn:
                yield cursor
            return
        cursor.execute("SAVEPOINT withdrawal")
        try:
            yield cursor
            cursor.execute("RELEASE withdrawal")
        except BaseException:
            cursor.execute("ROLLBACK")  # ROLLBACK TO would leave the savepoint open
            raise


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Take an amount from an account."""
    with unit(conn) as cursor:
        cursor.execute(
            "INSERT INTO withdrawals (account_id, cents) VALUES (:account, :cents)",
            {"account": account, "cents": cents},
        )
        cursor.execute(
            "UPDATE accounts SET balance = balance - :cents"
            " WHERE id = :account AND balance >= :cents",
            {"account": account, "cents": cents},
        )
        if cursor.rowcount != 1:
            raise Refused
        (left,) = cursor.execute("SELECT balance FROM accounts WHERE id = ?", (account,)).fetchone()
    return left
