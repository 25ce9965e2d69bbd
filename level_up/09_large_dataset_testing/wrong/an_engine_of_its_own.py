"""Makes an engine and does not dispose of it."""

from solution import *
from solution import load_bulk as _good

FAILS = "loads_close_what_they_open"
SAYS = "load_bulk left 1 connection open"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Its pool keeps a connection for a next time that never comes."""
    return _good(create_engine(engine.url), rows)
