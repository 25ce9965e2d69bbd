"""Thinks that the statement COMMIT is the same as the method commit()."""

from solution import *

FAILS = "the_mode_is_kept"
SAYS = "the one that you end must be followed by the next"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """After a COMMIT in SQL nobody opens the next transaction, and every statement saves itself."""
    if not conn.in_transaction:
        conn.execute("BEGIN")
    try:
        row = conn.execute(
            "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?"
            " RETURNING balance",
            (cents, account, cents),
        ).fetchone()
        if row is None:
            raise Refused
        conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    return row[0]
