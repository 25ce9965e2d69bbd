"""Thinks that a ROLLBACK in SQL does as well as the method, where something has failed anyway."""

from solution import *

FAILS = "the_mode_is_kept"
SAYS = "an UPDATE after a failure half way was kept at close() without a commit"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """End what the database has refused in SQL: in pep249 mode no transaction follows."""
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
    except sqlite3.Error:
        conn.execute("ROLLBACK")
        raise
    except BaseException:
        end(conn, "ROLLBACK")
        raise
    return row[0]
