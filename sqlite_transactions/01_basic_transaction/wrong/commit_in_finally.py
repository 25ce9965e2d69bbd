"""Thinks that `finally` is the place for the commit: it commits the failure, too."""

from solution import *

FAILS = "a_refusal_changes_nothing"
SAYS = "rows had changed: all of it or nothing"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Note first, then pay, and commit in any case."""
    try:
        conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
        row = conn.execute(
            "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?"
            " RETURNING balance",
            (cents, account, cents),
        ).fetchone()
        if row is None:
            raise Refused
        return row[0]
    finally:
        conn.commit()
