"""Write Python objects to a pickle file that another program can read."""

import pickle
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Supplier:
    """Who delivers an item."""

    name: str
    city: str


@dataclass
class Item:
    """Something a shop sells.  Several items may share one supplier."""

    name: str
    price_cents: int
    supplier: Supplier


@dataclass(frozen=True)
class Event:
    """Something that happened in the shop."""

    number: int
    text: str


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Write all items to a file, as one pickle, and return how many bytes the file has."""
    # One dump for all of them: pickle remembers what it has written only until the dump ends.
    with path.open("wb") as file:
        pickle.dump(list(items), file, protocol=protocol)
    return path.stat().st_size  # after the block: before, bytes may wait in Python's buffer


def append_event(event: Event, path: Path) -> None:
    """Add one event at the end of a file, as a pickle of its own."""
    with path.open("ab") as file:  # "a" never touches what is there
        pickle.dump(event, file)


def why_not_picklable(obj: object) -> str | None:
    """Say why an object cannot be pickled; None if it can."""
    try:
        pickle.dumps(obj)
    except Exception as error:  # PicklingError, TypeError, AttributeError, or an object's own
        return f"{type(obj).__name__}: {error}"
    return None


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


def main(folder: Path) -> None:
    """Show three surprises, then the functions above."""
    path = folder / "shop.pickle"
    grower = Supplier("Grower", "Uji")
    items = [Item("Green tea", 900, grower), Item("Black tea", 800, grower)]

    print("1. One dump for each item:")
    with path.open("wb") as file:
        for item in items:
            pickle.dump(item, file)
    with path.open("rb") as file:
        first, second = pickle.load(file), pickle.load(file)
    print(
        f"   one supplier before; the same one after loading? {first.supplier is second.supplier}"
    )
    size = dump_items(items, path)
    first, second = pickle.loads(path.read_bytes())
    print(f"   in one dump, {size} bytes: still one? {first.supplier is second.supplier}")

    print("2. What a pickle says about a class is a name, and no code:")
    print(f"   {Item.__module__}.{Item.__qualname__}")
    print("   This file runs as a script, so its module is called __main__ - and every other")
    print("   program has a __main__ of its own. Import this module, and the name is `solution`.")

    print("3. Load all, add one, write all:")
    log = folder / "events.pickle"
    log.write_bytes(pickle.dumps([Event(number, "sold") for number in range(1_000)]))
    size = log.stat().st_size
    with log.open("wb"):  # a program that is killed here has written nothing yet
        print(f"   killed after open(…, 'wb'): {size:,} bytes became {log.stat().st_size}")
    for number in range(1_000):
        append_event(Event(number, "sold"), log)
    before = log.stat().st_size
    append_event(Event(1_000, "sold"), log)
    print(f"   appended: {before:,} bytes stay as they are, {log.stat().st_size - before} are new")

    print("Why not picklable?")
    for thing in (items, {"lock": threading.Lock()}, lambda: None, (n for n in range(3))):
        print(f"   {type(thing).__name__:<9} {why_not_picklable(thing)}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
