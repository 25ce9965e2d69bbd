"""Thinks that callers want one kind of exception for everything."""

from solution import *

FAILS = "other_exceptions_go_on"
SAYS = "a mistake in the program must be seen as what it is"


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """Dress up a mistake in the program as an error of the data."""
    try:
        yield
        conn.commit()
    except Exception as error:
        conn.rollback()
        known = translate(error) if isinstance(error, sqlite3.Error) else None
        raise (known or StoreError(str(error))) from error
