"""Thinks INSERT OR IGNORE makes the whole transfer safe to repeat, not just its own row."""

from solution import *

FAILS = "a_reference_pays_once"
SAYS = "one reference pays once"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another."""
    refuse_bad_request(src, dst, cents)
    return in_write_transaction(conn, lambda: book(conn, src, dst, cents, ref))


def book(conn: sqlite3.Connection, src: int, dst: int, cents: int, ref: str) -> int:
    """Write one transfer: the row is ignored the second time, the money moves again."""
    for account in (src, dst):
        if conn.execute("SELECT 1 FROM accounts WHERE id = ?", (account,)).fetchone() is None:
            raise UnknownAccount(str(account))
    paid = conn.execute(
        "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?",
        (cents, src, cents),
    )
    if paid.rowcount == 0:
        raise InsufficientFunds(str(src))
    conn.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", (cents, dst))
    conn.execute(
        "INSERT OR IGNORE INTO transfers (ref, src, dst, cents) VALUES (?, ?, ?, ?)",
        (ref, src, dst, cents),
    )
    (transfer_id,) = conn.execute("SELECT id FROM transfers WHERE ref = ?", (ref,)).fetchone()
    conn.executemany(
        "INSERT INTO entries (transfer_id, account_id, cents) VALUES (?, ?, ?)",
        [(transfer_id, src, -cents), (transfer_id, dst, cents)],
    )
    return transfer_id
