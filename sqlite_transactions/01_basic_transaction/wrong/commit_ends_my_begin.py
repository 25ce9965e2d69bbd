"""Thinks that commit() ends a transaction that was begun by hand in autocommit mode."""

from solution import *

FAILS = "autocommit_mode_saves"
SAYS = "in autocommit mode, another connection sees no change"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """BEGIN in SQL, commit() in Python: in autocommit mode the method does nothing."""
    if not conn.in_transaction:
        conn.execute("BEGIN")
    with conn:
        row = conn.execute(
            "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?"
            " RETURNING balance",
            (cents, account, cents),
        ).fetchone()
        if row is None:
            raise Refused
        conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
    return row[0]
