"""Thinks that a record is always true."""

from pathlib import Path

from solution import *

FAILS = "all_records_come_in_order"
SAYS = "a record may be any object, also a false one"


def load_all(path: Path) -> Iterator[object]:
    """End at the first None, 0 or empty text."""
    with path.open("rb") as file:
        while file.peek(1):
            record = pickle.load(file)
            if not record:
                return
            yield record
