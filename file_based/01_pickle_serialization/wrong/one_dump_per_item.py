"""Thinks that two objects which share a third still share it after two separate dumps."""

from pathlib import Path

from solution import *

FAILS = "a_shared_supplier_stays_one"
SAYS = "an object stays one object only inside one pickle"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Dump each item for itself: the second dump knows nothing of the first."""
    with path.open("wb") as file:
        for item in items:
            pickle.dump(item, file, protocol)
    return path.stat().st_size
