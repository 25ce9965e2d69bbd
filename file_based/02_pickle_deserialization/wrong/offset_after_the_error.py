"""Thinks that the position after a failed load is where the record began."""

from pathlib import Path

from solution import *

FAILS = "a_cut_record_is_reported"
SAYS = "the offset is where the record begins"


def load_all(path: Path) -> Iterator[object]:
    """Ask for the position when pickle has moved it already."""
    with path.open("rb") as file:
        while file.peek(1):
            try:
                record = pickle.load(file)
            except Exception as error:
                raise CorruptRecord(file.tell()) from error
            yield record
