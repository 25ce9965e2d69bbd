"""Lets Python open the transaction, and makes a write its first statement.

A deferred transaction whose first statement writes waits for the lock like an immediate one: it
has read nothing yet that could be stale.
"""

from solution import *


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    attempts_left = MAX_ATTEMPTS
    while True:
        attempts_left -= 1
        conn.autocommit = False
        try:
            transfer_id = insert_first(conn, src, dst, cents, ref)
            conn.commit()
            return transfer_id
        except sqlite3.IntegrityError as error:
            raise UnknownAccount(f"{src} or {dst}") from error
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            if not attempts_left:
                raise Busy from error
        finally:
            conn.rollback()
            conn.autocommit = True


def insert_first(conn: sqlite3.Connection, src: int, dst: int, cents: int, ref: str) -> int:
    """Let the unique reference decide who is first."""
    row = conn.execute(
        "INSERT INTO transfers (ref, src, dst, cents) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (ref) DO NOTHING RETURNING id",
        (ref, src, dst, cents),
    ).fetchone()
    if row is None:
        transfer_id, *made = conn.execute(
            "SELECT id, src, dst, cents FROM transfers WHERE ref = ?", (ref,)
        ).fetchone()
        if made != [src, dst, cents]:
            raise Conflict(ref)
        return transfer_id
    conn.executemany(
        "INSERT INTO entries (transfer_id, account_id, cents) VALUES (?, ?, ?)",
        [(row[0], src, -cents), (row[0], dst, cents)],
    )
    conn.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", (cents, dst))
    (left,) = conn.execute(
        "UPDATE accounts SET balance = balance - ? WHERE id = ? RETURNING balance", (cents, src)
    ).fetchone()
    if left < 0:
        raise InsufficientFunds(str(src))
    return row[0]


def statement(conn: sqlite3.Connection, account: int) -> list[Entry]:
    """List every entry of an account, with balances counted back from the stored one."""
    rows = conn.execute(
        """
        SELECT entries.transfer_id, transfers.ref, entries.cents,
               balance + entries.cents - SUM(entries.cents) OVER (ORDER BY entries.id DESC)
        FROM accounts
        LEFT JOIN entries ON entries.account_id = accounts.id
        LEFT JOIN transfers ON transfers.id = entries.transfer_id
        WHERE accounts.id = ?
        ORDER BY entries.id
        """,
        (account,),
    ).fetchall()
    if not rows:
        raise UnknownAccount(str(account))
    return [Entry(*row) for row in rows if row[2] is not None]  # None: an account without entries
