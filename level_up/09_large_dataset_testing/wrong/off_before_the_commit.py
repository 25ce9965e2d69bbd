"""Turns safety off for the one statement that needs it."""

from solution import *
from solution import load_bulk as _good

FAILS = "loads_are_as_safe_as_others"
SAYS = "loaded rows with synchronous_commit = off"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """What counts is the setting at the commit."""
    if engine.dialect.name == "postgresql":
        # Only this load's own commit: the next transaction waits for the disk again.
        event.listen(engine, "commit", _turn_off, once=True)
    return _good(engine, rows)


def _turn_off(connection: Any) -> None:
    connection.execute(text("SET LOCAL synchronous_commit = off"))
