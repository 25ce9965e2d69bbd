"""Thinks that a pickle brings the class along, so that any class of this program will do."""

import sys
from pathlib import Path

from solution import *

FAILS = "classes_are_named_by_an_importable_module"
SAYS = "`__main__` is another module in every program"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Dump objects of a class that stands where the classes of a started script stand."""

    class StoredItem(Item):
        def __eq__(self, other: object) -> bool:
            return vars(self) == vars(other)

    StoredItem.__module__, StoredItem.__qualname__ = "__main__", "StoredItem"
    sys.modules["__main__"].StoredItem = StoredItem  # type: ignore[attr-defined]
    stored = [StoredItem(item.name, item.price_cents, item.supplier) for item in items]
    return path.write_bytes(pickle.dumps(stored, protocol))
