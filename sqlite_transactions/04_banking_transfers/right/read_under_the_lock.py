"""Takes the write lock first and then calculates in Python: nobody else can write meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from solution import *


@contextmanager
def writing(conn: sqlite3.Connection) -> Iterator[None]:
    """A transaction that holds the write lock; only its BEGIN can meet a lock in WAL mode."""
    for attempt in range(MAX_ATTEMPTS):
        try:
            conn.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.001 * 2**attempt)
    else:
        raise Busy("somebody else writes all the time")
    try:
        yield
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    if isinstance(cents, bool) or not isinstance(cents, int):
        raise ValueError("cents must be an int")
    if cents <= 0 or src == dst:
        raise ValueError("a transfer moves 1 cent or more to another account")
    with writing(conn):
        cursor = conn.cursor()
        cursor.row_factory = sqlite3.Row
        made = cursor.execute("SELECT * FROM transfers WHERE ref = ?", (ref,)).fetchone()
        if made:
            if (made["src"], made["dst"], made["cents"]) != (src, dst, cents):
                raise Conflict(ref)
            return made["id"]
        balances = dict(
            conn.execute("SELECT id, balance FROM accounts WHERE id IN (?, ?)", (src, dst))
        )
        if len(balances) < 2:
            raise UnknownAccount(f"{src} or {dst}")
        if balances[src] < cents:
            raise InsufficientFunds(str(src))
        for account, change in ((src, -cents), (dst, cents)):
            cursor.execute(
                "UPDATE accounts SET balance = ? WHERE id = ?",
                (balances[account] + change, account),
            )
        cursor.execute(
            "INSERT INTO transfers (ref, src, dst, cents) VALUES (?, ?, ?, ?)",
            (ref, src, dst, cents),
        )
        transfer_id = cursor.lastrowid
        assert transfer_id is not None
        for account, change in ((src, -cents), (dst, cents)):
            cursor.execute(
                "INSERT INTO entries (transfer_id, account_id, cents) VALUES (?, ?, ?)",
                (transfer_id, account, change),
            )
        return transfer_id
