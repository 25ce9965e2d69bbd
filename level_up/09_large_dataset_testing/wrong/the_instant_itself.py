"""Deletes what is at the very instant, too."""

from solution import *
from solution import purge as _good

FAILS = "a_purge_deletes_what_is_old"
SAYS = "rows were that old"


def purge(engine: Engine, before: int, batch: int) -> int:
    """One off."""
    return _good(engine, before + 1, batch)
