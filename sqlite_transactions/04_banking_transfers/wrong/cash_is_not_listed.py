"""Joins entries to transfers and loses the entries that have no transfer."""

from solution import *

FAILS = "a_statement_lists_every_entry"
SAYS = "every entry once"


def statement(conn: sqlite3.Connection, account: int) -> list[Entry]:
    """List the entries of an account that belong to a transfer."""
    if conn.execute("SELECT 1 FROM accounts WHERE id = ?", (account,)).fetchone() is None:
        raise UnknownAccount(str(account))
    rows = conn.execute(
        """
        SELECT entries.transfer_id, transfers.ref, entries.cents,
               SUM(entries.cents) OVER (ORDER BY entries.id)
        FROM entries JOIN transfers ON transfers.id = entries.transfer_id
        WHERE entries.account_id = ?
        ORDER BY entries.id
        """,
        (account,),
    )
    return [Entry(*row) for row in rows]
