"""Thinks that every EOFError is a record that was cut off."""

from pathlib import Path

from solution import *

FAILS = "all_records_come_in_order"
SAYS = "the end behind a whole record is no error"


def load_all(path: Path) -> Iterator[object]:
    """Report the end of a whole file as corrupt."""
    with path.open("rb") as file:
        while True:
            offset = file.tell()
            try:
                record = pickle.load(file)
            except Exception as error:
                raise CorruptRecord(offset) from error
            yield record
