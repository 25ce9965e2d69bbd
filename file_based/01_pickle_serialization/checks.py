import json
import os
import pickle
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runner.api import Crash, datasets, elsewhere

LOAD_ELSEWHERE = """
import json, pickle, sys
with open(sys.argv[1], "rb") as file:
    items = pickle.load(file)
rows = [[i.name, i.price_cents, i.supplier.name, i.supplier.city] for i in items]
print(json.dumps([type(items).__name__, rows]))
"""


@pytest.fixture
def items(answer: Any) -> list[Any]:
    """Two items that share a supplier, one whose supplier is only equal, and hostile names."""
    grower, twin = answer.Supplier("Grower", "Uji"), answer.Supplier("Grower", "Uji")
    plain = [answer.Item("Green tea", 900, grower), answer.Item("Black tea", 800, grower)]
    odd = [answer.Item(name, 0, answer.Supplier(name, "")) for name in datasets.HOSTILE_NAMES]
    return [*plain, answer.Item("White tea", 1_200, twin), *odd]


# ---- task 1: dump_items ---------------------------------------------------------------------


@pytest.mark.task(1)
def test_the_items_are_in_the_file(answer: Any, folder: Path, items: list[Any]) -> None:
    """pickle.load() gives back equal items, also where the file had other content before."""
    path = folder / "shop.pickle"
    path.write_bytes(b"old content " * 10_000)
    for given in (items, tuple(items[:2]), []):
        try:
            answer.dump_items(given, path)
        except TypeError as error:
            if "must be str" not in str(error):
                raise
            raise AssertionError(
                f"writing raised “{error}”: a pickle is bytes, and the file was opened for text"
            ) from None
        got = [item for pickled in _pickles(path) for item in _each(pickled)]
        assert got == list(given), (
            f"{len(given)} items were dumped and the file gives {len(got)} that are not equal to "
            "them: the file holds the items themselves, and nothing else"
        )


@pytest.mark.task(1)
def test_the_size_is_returned(answer: Any, folder: Path, items: list[Any]) -> None:
    """dump_items() returns how many bytes the file has when the call is over."""
    path = folder / "shop.pickle"
    # The protocols differ in size.
    for given, protocol in ((items, {}), (items[:1], {"protocol": 0}), ([], {"protocol": 2})):
        returned = answer.dump_items(given, path, **protocol)
        size = path.stat().st_size
        assert returned is not None, (
            f"dump_items() returned None and the file has {size:,} bytes: the result is the size "
            "of the finished file"
        )
        assert returned == size, (
            f"dump_items() returned {returned!r} and the file has {size:,} bytes: the result is "
            "the size of the finished file, and what is written may wait in a buffer until the "
            "file is closed"
        )


@pytest.mark.task(1)
def test_classes_are_named_by_an_importable_module(
    answer: Any, folder: Path, items: list[Any]
) -> None:
    """The pickle names no class of `__main__`, which is another module in every program."""
    path = folder / "shop.pickle"
    answer.dump_items(items, path)
    named = _named_globals(path)
    assert named, (
        "the pickle names no class at all: it must hold Item objects, and a loader needs their name"
    )
    local = [name for name in named if name.startswith("__main__.")]
    assert not local, (
        f"the pickle names {local[0]}: a class is stored by the name of its module, and "
        "`__main__` is another module in every program"
    )


@pytest.mark.task(1)
def test_a_shared_supplier_stays_one(answer: Any, folder: Path, items: list[Any]) -> None:
    """Two items with one Supplier object still share one object after loading."""
    path = folder / "shop.pickle"
    answer.dump_items(items, path)
    pickled = _pickles(path)
    green, black, white = [item for one in pickled for item in _each(one)][:3]
    assert green.supplier is black.supplier, (
        f"the two items have one supplier each after loading, and shared one before (the file "
        f"holds {len(pickled)} pickles): an object stays one object only inside one pickle"
    )
    assert green.supplier is not white.supplier, (
        "two suppliers that were only equal are one object after loading: "
        "pickle keeps different objects different"
    )
    assert len(pickled) == 1, f"the file holds {len(pickled)} pickles: it is to be one, with a list"


@pytest.mark.task(1)
def test_another_program_loads_equal_items(answer: Any, folder: Path, items: list[Any]) -> None:
    """A Python process that shares no memory with yours loads a list of equal items."""
    path = folder / "shop.pickle"
    answer.dump_items(tuple(items), path)
    ran = elsewhere(answer, LOAD_ELSEWHERE, path)
    assert not ran.error, (
        f"another Python process could not use the file ({ran.error}): it has only the file and "
        "the modules that it can import, and expects one pickle, a list of Item objects"
    )
    kind, rows = json.loads(ran.output)
    expected = [[i.name, i.price_cents, i.supplier.name, i.supplier.city] for i in items]
    assert kind == "list", (
        f"a tuple of items was dumped, and another Python process loaded a {kind}: the file holds "
        "a list, in whatever kind of sequence the items were given"
    )
    assert rows == expected, (
        "another Python process loaded other values: what is dumped comes back as it was"
    )


@pytest.mark.task(1)
def test_the_protocol_is_the_callers(answer: Any, folder: Path, items: list[Any]) -> None:
    """The pickle has the protocol that was asked for, and the highest where none was."""
    path = folder / "shop.pickle"
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        answer.dump_items(items, path, protocol=protocol)
        found = _protocol(path)
        # Protocols 0 and 1 do not say which one they are.
        right = found == protocol if protocol >= 2 else found is None
        assert right, (
            f"protocol={protocol} was asked for and the file has protocol {found or '0 or 1'}: old "
            "programs read only old protocols, so the caller decides"
        )

    answer.dump_items(items, path)
    assert _protocol(path) == pickle.HIGHEST_PROTOCOL, (
        f"without an argument the file says protocol {_protocol(path)}: "
        f"the signature promises the highest, {pickle.HIGHEST_PROTOCOL}"
    )


# ---- task 2: append_event -------------------------------------------------------------------


@pytest.mark.task(2)
def test_events_are_added_at_the_end(answer: Any, folder: Path) -> None:
    """1,000 calls give 1,000 events, and no call changes what was in the file before."""
    names = datasets.HOSTILE_NAMES
    events = [answer.Event(number, names[number % len(names)]) for number in range(1_000)]
    path, content = folder / "old.pickle", b"cold_shop\nSale\n."  # a class that is not here
    path.write_bytes(content)
    try:
        answer.append_event(events[0], path)
    except (pickle.PickleError, EOFError, ImportError) as error:
        raise AssertionError(
            "an event was added to a file that holds an object of the class old_shop.Sale, and "
            f"append_event() raised {type(error).__name__}: it does not load what is there"
        ) from None
    untouched = path.read_bytes().startswith(content)
    assert untouched, (
        f"a file held {content!r}, an event was added, and now it begins with "
        f"{path.read_bytes()[: len(content)]!r}: adding at the end leaves the old bytes untouched"
    )

    path, before = folder / "events.pickle", b""
    for event in events:
        file_before = path.stat() if path.exists() else None
        answer.append_event(event, path)
        assert path.exists(), "there is no file after append_event(): the first event creates it"
        after = path.read_bytes()
        assert len(after) > len(before), (
            f"event {event.number} was added and the file went from {len(before):,} to "
            f"{len(after):,} bytes: each event comes behind the ones that are there"
        )
        untouched = after.startswith(before)
        assert untouched, (
            f"event {event.number} was added and the first {len(before):,} bytes are not what they "
            "were: adding at the end leaves them untouched"
        )
        same_file = file_before is None or os.path.samestat(file_before, path.stat())
        assert same_file, (
            f"event {event.number} was added and a new file stands in the place of the old one: "
            "an event is written behind what is there, and nothing is read or copied"
        )
        before = after
    got = _pickles(path)
    assert got == events, (
        f"the file holds {len(got):,} pickles after 1,000 events: each event is one pickle"
    )


@pytest.mark.task(2)
def test_a_crash_loses_no_old_event(answer: Any, folder: Path, crash: Crash) -> None:
    """A program that is killed while it adds an event loses none of the events before."""
    path = folder / "events.pickle"
    old = [answer.Event(number, "sold") for number in range(5)]
    content = b"".join(map(pickle.dumps, old))
    path.write_bytes(content)
    for point in crash.points(lambda: answer.append_event(answer.Event(5, "new"), path), {"file"}):
        path.write_bytes(content)
        crash.at(point, lambda: answer.append_event(answer.Event(5, "new"), path))
        left = path.read_bytes()
        kept = left.startswith(content)
        assert kept, (
            f"killed {point}, the file has {len(left)} bytes and had {len(content)} before: "
            "whoever empties a file to write it anew risks all that was in it"
        )
    answer.append_event(answer.Event(5, "new"), path)
    assert _pickles(path)[:5] == old, (
        "the file of before the crash has other events: the five that were added are all readable"
    )


# ---- task 3: why_not_picklable --------------------------------------------------------------


@pytest.mark.task(3)
def test_what_can_be_pickled_has_no_reason(answer: Any, items: list[Any]) -> None:
    """None for what pickle accepts, a text for what it does not."""
    for fine in (
        items,
        None,
        0,
        "",
        [],
        len,
        Path,
        Path("x"),
        answer.Item,
        *datasets.HOSTILE_NAMES,
    ):
        got = answer.why_not_picklable(fine)
        assert got is None, (
            f"{_short(fine)} can be pickled, and the answer was {got!r}: None means that it can"
        )
    got = answer.why_not_picklable(lambda: None)
    assert isinstance(got, str), (
        f"a lambda cannot be pickled, and the answer was {got!r}: a text says why"
    )


@pytest.mark.task(3)
def test_the_reason_names_the_type(answer: Any, folder: Path) -> None:
    """The reason names the type that is in the way, also where it is deep inside."""

    class Local:
        """A class that no module knows by name."""

    with (folder / "open.txt").open("w") as file:
        for culprit, words in (
            (lambda: None, ("function", "lambda")),
            (threading.Lock(), ("lock",)),
            (file, ("TextIOWrapper",)),
            (Local(), ("Local",)),
            (sys, ("module",)),
            ((n for n in [1]), ("generator",)),
        ):
            for obj in (culprit, {"setup": [1, culprit]}):
                got = answer.why_not_picklable(obj)
                what = f"{_short(culprit)}{'' if obj is culprit else ' inside a dict'}"
                assert isinstance(got, str), (
                    f"{what} cannot be pickled, and the answer was {got!r}: a text says why"
                )
                assert any(word in got for word in words), (
                    f"the reason for {what} is {got!r}: it must name the type in the way, "
                    f"{words[0]}, and pickle's own error does where it is deep inside"
                )


@pytest.mark.task(3)
def test_any_error_is_a_reason(answer: Any) -> None:
    """Whatever goes wrong inside pickle is a reason, never an exception."""

    class Moody:
        def __reduce__(self) -> str:
            raise ValueError  # with no text at all

    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    for what, obj, word in (
        ("an object whose own method raises ValueError", Moody(), "Moody"),
        ("a list 100,000 levels deep", deep, ""),
    ):
        try:
            got = answer.why_not_picklable(obj)
        except Exception as error:
            raise AssertionError(
                f"{what} made why_not_picklable() raise {type(error).__name__}: pickle asks the "
                "objects themselves, so any exception can come out of it"
            ) from None
        assert isinstance(got, str), (
            f"{what} cannot be pickled, and the answer was {got!r}: a text says why"
        )
        assert word in got, (
            f"the reason for {what} is {got!r}: an error may have no text, "
            f"and the reason must still name the type, {word}"
        )
    assert answer.why_not_picklable([1]) is None, (
        "why_not_picklable([1]) gave a reason: a list of numbers can be pickled"
    )


# ---- what the checks look with --------------------------------------------------------------


def _pickles(path: Path) -> list[Any]:
    """All pickles in a file, loaded."""
    assert path.exists(), f"there is no file {path.name} after the call: it must be written"
    try:
        return list(_load_each(path))
    except Exception as error:
        raise AssertionError(
            f"pickle.load() cannot read the file ({type(error).__name__}: {error}): "
            "it must hold whole pickles and nothing else"
        ) from None


def _load_each(path: Path) -> Iterator[Any]:
    size = path.stat().st_size
    with path.open("rb") as file:
        while file.tell() < size:
            yield pickle.load(file)


def _each(pickled: Any) -> list[Any]:
    return list(pickled) if isinstance(pickled, list | tuple) else [pickled]


def _named_globals(path: Path) -> list[str]:
    """What a pickle names, as `module.name`, without any trust in the names."""
    named: list[str] = []

    class Names(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            named.append(f"{module}.{name}")
            return super().find_class(module, name)

    with path.open("rb") as file:
        Names(file).load()
    return named


def _protocol(path: Path) -> int | None:
    """The protocol that a pickle names in its first two bytes."""
    start = path.read_bytes()[:2]
    return start[1] if start[:1] == pickle.PROTO else None


def _short(value: object) -> str:
    text = type(value).__name__ if " at 0x" in repr(value) else repr(value)
    return text if len(text) < 40 else f"{text[:37]}…"
