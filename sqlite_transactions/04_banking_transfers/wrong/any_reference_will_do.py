"""Returns the earlier transfer for a used reference without a look at what was asked."""

from solution import *

FAILS = "a_reference_stands_for_one_transfer"
SAYS = "it must raise Conflict"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)

    def work() -> int:
        made = conn.execute("SELECT id FROM transfers WHERE ref = ?", (ref,)).fetchone()
        return made[0] if made else book(conn, src, dst, cents, ref)

    return in_write_transaction(conn, work)
