"""Commits each batch, so that half a load stays where it fails."""

from solution import *
from solution import load_bulk as _good

FAILS = "a_refused_load_leaves_nothing"
SAYS = "a load that failed must leave nothing"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Nobody knows which rows to send again."""
    return sum(_good(engine, batch) for batch in itertools.batched(rows, 5_000))
