"""Writes BEGIN and COMMIT in SQL, and thinks that the method rollback() belongs to them."""

from solution import *

FAILS = "autocommit_mode_undoes"
SAYS = "a transaction holds its lock until it ends"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """In autocommit mode the method does nothing, and the transaction stays."""
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
        end(conn, "COMMIT")
    except BaseException:
        conn.rollback()
        raise
    return row[0]
