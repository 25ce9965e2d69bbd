"""Thinks that an offset counts records."""

from pathlib import Path

from solution import *

FAILS = "a_cut_record_is_reported"
SAYS = "the offset is where the record begins"


def load_all(path: Path) -> Iterator[object]:
    """Tell the record's number."""
    with path.open("rb") as file:
        number = 0
        while file.peek(1):
            try:
                record = pickle.load(file)
            except Exception as error:
                raise CorruptRecord(number) from error
            yield record
            number += 1
