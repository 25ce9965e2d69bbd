"""Turns off what makes a commit last, and calls it a fast loader."""

from solution import *
from solution import load_bulk as _good

FAILS = "loads_are_as_safe_as_others"
SAYS = "is another product"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Nothing is synced any more on this connection."""
    postgres = engine.dialect.name == "postgresql"
    off = "SET synchronous_commit = off" if postgres else "PRAGMA synchronous = OFF"
    connection: Any = engine.raw_connection()
    connection.driver_connection.autocommit = True
    connection.cursor().execute(off)
    connection.driver_connection.autocommit = False
    connection.close()
    return _good(engine, rows)
