"""Thinks that only the statements before it can fail, and never the COMMIT."""

from solution import *

FAILS = "a_failure_half_way_is_undone"
SAYS = "which refuses its COMMIT; after it, another program cannot write"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Roll back after an error of the statements, and commit behind that."""
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
    except BaseException:
        end(conn, "ROLLBACK")
        raise
    end(conn, "COMMIT")
    return row[0]
