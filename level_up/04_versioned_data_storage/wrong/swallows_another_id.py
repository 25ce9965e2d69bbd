"""Takes RETURN NULL for a refusal: it skips the write without a word."""

from solution import *
from solution import _HISTORY

FAILS = "no_write_goes_around_history"
SAYS = "an UPDATE of an id raised no error and changed nothing"


def install_history(connection: Connection) -> None:
    """Who writes another id believes that it was stored."""
    said = "RAISE EXCEPTION 'a contract keeps its id: its history is found by it';"
    connection.execute(text(_HISTORY.replace(said, "RETURN NULL;")))
