"""Thinks that the return of the function saves the change."""

from solution import *

FAILS = "a_withdrawal_is_saved"
SAYS = "a change is private to its connection until it is committed"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Change and return."""
    row = conn.execute(
        "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ? RETURNING balance",
        (cents, account, cents),
    ).fetchone()
    if row is None:
        conn.rollback()
        raise Refused
    conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
    return row[0]
