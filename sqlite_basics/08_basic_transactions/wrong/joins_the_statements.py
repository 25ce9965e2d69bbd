"""Thinks that many statements with semicolons between them are one text."""

from solution import *

FAILS = "an_upgrade_is_saved"
SAYS = "every statement is executed once"


def upgrade(conn: sqlite3.Connection, statements: Sequence[str]) -> None:
    """A comment at the end of one statement makes a comment of the next."""
    with transaction(conn):
        if conn.autocommit is False:  # elsewhere executescript() would commit first
            conn.executescript("; ".join(statements))
        else:
            for statement in statements:
                conn.execute(statement)
