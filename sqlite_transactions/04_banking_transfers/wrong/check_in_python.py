"""Decides in Python whether there is enough money, before it holds the lock."""

from solution import *

FAILS = "money_is_spent_once"
SAYS = "nobody can pay more than there is"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    used = conn.execute("SELECT 1 FROM transfers WHERE ref = ?", (ref,)).fetchone()
    row = conn.execute("SELECT balance FROM accounts WHERE id = ?", (src,)).fetchone()
    if row and not used and row[0] < cents:
        raise InsufficientFunds(f"account {src} holds {row[0]} cents")
    return in_write_transaction(conn, lambda: book(conn, src, dst, cents, ref))


def book(conn: sqlite3.Connection, src: int, dst: int, cents: int, ref: str) -> int:
    """Write one transfer without looking at the balance."""
    earlier = conn.execute(
        "SELECT id, src, dst, cents FROM transfers WHERE ref = ?", (ref,)
    ).fetchone()
    if earlier is not None:
        if list(earlier[1:]) != [src, dst, cents]:
            raise Conflict(ref)
        return earlier[0]
    for account, change in ((src, -cents), (dst, cents)):
        changed = conn.execute(
            "UPDATE accounts SET balance = balance + ? WHERE id = ?", (change, account)
        )
        if changed.rowcount == 0:
            raise UnknownAccount(str(account))
    (transfer_id,) = conn.execute(
        "INSERT INTO transfers (ref, src, dst, cents) VALUES (?, ?, ?, ?) RETURNING id",
        (ref, src, dst, cents),
    ).fetchone()
    conn.executemany(
        "INSERT INTO entries (transfer_id, account_id, cents) VALUES (?, ?, ?)",
        [(transfer_id, src, -cents), (transfer_id, dst, cents)],
    )
    return transfer_id
