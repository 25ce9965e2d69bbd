"""Ends the transaction in `finally`, and so commits what was refused half way."""

from solution import *

FAILS = "a_refusal_leaves_no_trace"
SAYS = "a transfer is made as a whole or not at all"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    for _ in range(MAX_ATTEMPTS):
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            continue
        try:
            return book(conn, src, dst, cents, ref)
        finally:
            conn.execute("COMMIT")
    raise Busy


def book(conn: sqlite3.Connection, src: int, dst: int, cents: int, ref: str) -> int:
    """Write one transfer, row by row, and stop at the first thing that is wrong."""
    made = conn.execute(
        "SELECT id, src, dst, cents FROM transfers WHERE ref = ?", (ref,)
    ).fetchone()
    if made:
        if list(made[1:]) != [src, dst, cents]:
            raise Conflict(ref)
        return made[0]
    paid = conn.execute(
        "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?",
        (cents, src, cents),
    )
    if not paid.rowcount:
        exists = conn.execute("SELECT 1 FROM accounts WHERE id = ?", (src,)).fetchone()
        raise InsufficientFunds if exists else UnknownAccount
    got = conn.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", (cents, dst))
    if not got.rowcount:
        raise UnknownAccount
    (transfer_id,) = conn.execute(
        "INSERT INTO transfers (ref, src, dst, cents) VALUES (?, ?, ?, ?) RETURNING id",
        (ref, src, dst, cents),
    ).fetchone()
    conn.executemany(
        "INSERT INTO entries (transfer_id, account_id, cents) VALUES (?, ?, ?)",
        [(transfer_id, src, -cents), (transfer_id, dst, cents)],
    )
    return transfer_id
