"""Looks for the reference before it holds the lock, and leaves the rest to UNIQUE."""

from solution import *

FAILS = "two_programs_one_reference"
SAYS = "SQLITE_CONSTRAINT_UNIQUE"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    made = conn.execute(
        "SELECT id, src, dst, cents FROM transfers WHERE ref = ?", (ref,)
    ).fetchone()
    if made:
        if list(made[1:]) != [src, dst, cents]:
            raise Conflict(ref)
        return made[0]
    return in_write_transaction(conn, lambda: book(conn, src, dst, cents, ref))


def book(conn: sqlite3.Connection, src: int, dst: int, cents: int, ref: str) -> int:
    """Write one transfer of which nobody has heard."""
    for account in (src, dst):
        if conn.execute("SELECT 1 FROM accounts WHERE id = ?", (account,)).fetchone() is None:
            raise UnknownAccount(str(account))
    (transfer_id,) = conn.execute(
        "INSERT INTO transfers (ref, src, dst, cents) VALUES (?, ?, ?, ?) RETURNING id",
        (ref, src, dst, cents),
    ).fetchone()
    paid = conn.execute(
        "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?",
        (cents, src, cents),
    )
    if paid.rowcount == 0:
        raise InsufficientFunds(str(src))
    conn.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", (cents, dst))
    conn.executemany(
        "INSERT INTO entries (transfer_id, account_id, cents) VALUES (?, ?, ?)",
        [(transfer_id, src, -cents), (transfer_id, dst, cents)],
    )
    return transfer_id
