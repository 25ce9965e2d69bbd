"""Write Python objects to a pickle file that another program can read."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Supplier:
    """Who delivers an item.  Given: nothing to do here."""

    name: str
    city: str


@dataclass
class Item:
    """Something a shop sells.  Several items may share one supplier.  Given."""

    name: str
    price_cents: int
    supplier: Supplier


@dataclass(frozen=True)
class Event:
    """Something that happened in the shop.  Given."""

    number: int
    text: str


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Write all items to a file, as one pickle: a list of them.

    Args:
        items: The items, in a list or another sequence. Two of them may share one `Supplier`
            object; after loading they still do.
        path: The file. What was in it is replaced.
        protocol: The version of the pickle format to write.

    Returns:
        How many bytes the file has.
    """
    # TODO task 1
    raise NotImplementedError


def append_event(event: Event, path: Path) -> None:
    """Add one event at the end of a file, as a pickle of its own.

    Args:
        event: The event.
        path: The file; it is created if it is not there. What is in it stays untouched.
    """
    # TODO task 2
    raise NotImplementedError


def why_not_picklable(obj: object) -> str | None:
    """Say why an object cannot be pickled.  Never raises.

    Args:
        obj: Any object at all.

    Returns:
        None if it can be pickled. Otherwise a text that names the type that is in the way, which
        may be the object's own type or the type of something inside it.
    """
    # TODO task 3
    raise NotImplementedError
