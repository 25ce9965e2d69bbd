"""Thinks that rollback() undoes what was done in autocommit mode."""

from solution import *

FAILS = "autocommit_mode_saves"
SAYS = "another connection saw one of the two changes"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Commit and roll back by the methods, and never begin."""
    try:
        row = conn.execute(
            "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?"
            " RETURNING balance",
            (cents, account, cents),
        ).fetchone()
        if row is None:
            raise Refused
        conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
        conn.commit()
    except BaseException:
        conn.rollback()
        raise
    return row[0]
