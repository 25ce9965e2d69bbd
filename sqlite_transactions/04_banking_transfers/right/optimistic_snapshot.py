"""Reads in a deferred transaction and starts again as a whole when somebody else wrote."""

from itertools import accumulate

from solution import *


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    for _ in range(MAX_ATTEMPTS):
        conn.execute("BEGIN")
        try:
            transfer_id = book(conn, src, dst, cents, ref)
            conn.execute("COMMIT")
            return transfer_id
        except sqlite3.OperationalError as error:
            conn.execute("ROLLBACK")
            if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
        except Exception:
            conn.execute("ROLLBACK")
            raise
    raise Busy


def statement(conn: sqlite3.Connection, account: int) -> list[Entry]:
    """List every entry of an account, with a running balance made in Python."""
    if not conn.execute("SELECT COUNT(*) FROM accounts WHERE id = ?", (account,)).fetchone()[0]:
        raise UnknownAccount
    rows = conn.execute(
        "SELECT transfer_id, (SELECT ref FROM transfers WHERE id = transfer_id), cents"
        " FROM entries WHERE account_id = ? ORDER BY id",
        (account,),
    ).fetchall()
    balances = accumulate(cents for _, _, cents in rows)
    return [
        Entry(transfer_id, ref, cents, balance)
        for (transfer_id, ref, cents), balance in zip(rows, balances, strict=True)
    ]
