"""Thinks that a generator is frugal, whatever it does first."""

from pathlib import Path

from solution import *

FAILS = "a_record_is_read_when_it_is_asked_for"
SAYS = "a file may be larger than the memory"


def load_all(path: Path) -> Iterator[object]:
    """Read all bytes, and load them one record at a time."""
    content = path.read_bytes()
    file = io.BytesIO(content)
    while file.tell() < len(content):
        offset = file.tell()
        try:
            record = pickle.load(file)
        except Exception as error:
            raise CorruptRecord(offset) from error
        yield record
