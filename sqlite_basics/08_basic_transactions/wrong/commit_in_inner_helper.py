"""Thinks that a helper may always commit what it has done."""

from solution import *

FAILS = "an_inner_block_never_saves_the_outer"
SAYS = "only the end of the outer block may commit them"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Do not ask whether a block is open."""
    if conn.autocommit is not False and not conn.in_transaction:
        conn.execute("BEGIN")
    try:
        yield conn
        _end(conn, "COMMIT")
    except BaseException:
        _end(conn, "ROLLBACK")
        raise


def _end(conn: sqlite3.Connection, how: str) -> None:
    if conn.autocommit is False:
        (conn.commit if how == "COMMIT" else conn.rollback)()
    elif conn.in_transaction:
        conn.execute(how)
