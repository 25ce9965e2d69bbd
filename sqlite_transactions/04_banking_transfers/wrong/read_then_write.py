"""Calculates the new balances in Python from values that were read before the lock."""

from solution import *

FAILS = "no_change_is_lost"
SAYS = "a change of the balance may not be lost"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    balances = dict(conn.execute("SELECT id, balance FROM accounts WHERE id IN (?, ?)", (src, dst)))

    def work() -> int:
        transfer_id = book(conn, src, dst, cents, ref)
        if conn.total_changes > changes:
            for account, cents_now in ((src, balances[src] - cents), (dst, balances[dst] + cents)):
                conn.execute("UPDATE accounts SET balance = ? WHERE id = ?", (cents_now, account))
        return transfer_id

    changes = conn.total_changes
    return in_write_transaction(conn, work)
