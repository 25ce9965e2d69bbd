"""Thinks that each statement deserves its own commit."""

from solution import *

FAILS = "nobody_sees_half_a_withdrawal"
SAYS = "what belongs together is committed together"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Save the balance, then the note."""
    with transaction(conn):
        row = conn.execute(
            "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?"
            " RETURNING balance",
            (cents, account, cents),
        ).fetchone()
        if row is None:
            raise Refused
    with transaction(conn):
        conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
    return row[0]
