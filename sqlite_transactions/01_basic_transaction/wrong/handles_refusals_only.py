"""Thinks that only one's own exception needs a rollback."""

from solution import *

FAILS = "a_failure_half_way_is_undone"
SAYS = "a transaction holds its lock until it ends"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Roll back where the function itself says no."""
    if not conn.in_transaction:
        conn.execute("BEGIN")
    row = conn.execute(
        "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ? RETURNING balance",
        (cents, account, cents),
    ).fetchone()
    if row is None:
        end(conn, "ROLLBACK")
        raise Refused
    conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
    end(conn, "COMMIT")
    return row[0]
