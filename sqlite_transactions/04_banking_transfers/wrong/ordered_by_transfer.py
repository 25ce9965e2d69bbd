"""Takes the transfer's id for the order in which the money moved."""

from solution import *

FAILS = "a_statement_lists_every_entry"
SAYS = "in the order it was written"


def statement(conn: sqlite3.Connection, account: int) -> list[Entry]:
    """List every entry of an account, by transfer."""
    if conn.execute("SELECT 1 FROM accounts WHERE id = ?", (account,)).fetchone() is None:
        raise UnknownAccount(str(account))
    rows = conn.execute(
        """
        SELECT entries.transfer_id, transfers.ref, entries.cents,
               SUM(entries.cents) OVER (ORDER BY entries.transfer_id, entries.id)
        FROM entries LEFT JOIN transfers ON transfers.id = entries.transfer_id
        WHERE entries.account_id = ?
        ORDER BY entries.transfer_id, entries.id
        """,
        (account,),
    )
    return [Entry(*row) for row in rows]
