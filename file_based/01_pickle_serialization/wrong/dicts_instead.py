"""Thinks that only plain data can be pickled."""

from dataclasses import asdict
from pathlib import Path

from solution import *

FAILS = "the_items_are_in_the_file"
SAYS = "the file holds the items themselves"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Turn objects into dictionaries, which nobody turns back."""
    return path.write_bytes(pickle.dumps([asdict(item) for item in items], protocol))
