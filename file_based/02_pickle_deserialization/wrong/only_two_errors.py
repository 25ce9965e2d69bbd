"""Thinks that a broken pickle raises EOFError or UnpicklingError, and nothing else."""

from pathlib import Path

from solution import *

FAILS = "a_broken_record_is_reported"
SAYS = "whatever goes wrong inside a record is a CorruptRecord"


def load_all(path: Path) -> Iterator[object]:
    """Let ValueError, UnicodeDecodeError and ImportError through."""
    with path.open("rb") as file:
        while file.peek(1):
            offset = file.tell()
            try:
                record = pickle.load(file)
            except (EOFError, pickle.UnpicklingError) as error:
                raise CorruptRecord(offset) from error
            yield record
