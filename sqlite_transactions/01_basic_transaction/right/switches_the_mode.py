"""Works in pep249 mode whatever the caller's mode is, and switches back."""

from solution import *


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Take an amount from an account, in a transaction that Python opens."""
    mode = conn.autocommit
    conn.autocommit = False
    try:
        row = conn.execute("SELECT balance FROM accounts WHERE id = ?", (account,)).fetchone()
        if row is None or row[0] < cents:
            raise Refused(str(account))
        conn.execute("INSERT INTO withdrawals (account_id, cents) VALUES (?, ?)", (account, cents))
        conn.execute(
            "UPDATE accounts SET balance = ? WHERE id = ?", (left := row[0] - cents, account)
        )
        conn.commit()
        return left
    finally:
        conn.rollback()  # nothing, where the commit was done
        if mode is not False:
            conn.autocommit = True  # ends the empty transaction; legacy mode would inherit it
            conn.autocommit = mode
