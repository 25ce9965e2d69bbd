import base64
import json
from collections import OrderedDict, namedtuple
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from runner.api import OTHER_ENCODING, datasets, elsewhere


class Colour(Enum):
    """Members whose values JSON has no form for, or a misleading one."""

    RED = (255, 0, 0)
    CRIMSON = "second"


class Level(IntEnum):
    """Members that are numbers, too."""

    LOW = 1
    HIGH = 2


class Flavour(StrEnum):
    """Members that are texts, too."""

    SWEET = "sweet"


class Size(NamedTuple):
    """A tuple with names."""

    width: int
    height: object


Old = namedtuple("Old", "left right")


@dataclass
class Point:
    """A dataclass that can hold anything."""

    x: object
    y: object = None
    notes: list[object] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Badge:
    """A dataclass without a `__dict__`, which can be a member of a set."""

    of: object


CLASSES: dict[str, Any] = {c.__name__: c for c in (Colour, Level, Flavour, Size, Old, Point, Badge)}
PARIS = timezone(timedelta(hours=2))


# ---- task 1: what json has no form for ------------------------------------------------------


@pytest.mark.task(1)
def test_plain_values_stay_as_they_are(answer: Any) -> None:
    """None, bools, numbers, texts, lists and dicts are plain JSON."""
    for value in (
        None, True, False, 0, -7, 10**30, 0.1, -0.0, 1e300, [], {}, [[]],
        {"b": 1, "a": [None, {"c": {}}]}, *datasets.HOSTILE_NAMES,
        {name: name for name in datasets.HOSTILE_NAMES},
    ):  # fmt: skip
        text = _text(answer, value)
        assert "$type" not in text, f"{value!r} was written as {text}: a plain value needs no tag"
        _require_same(value, text, "a plain value is written as json writes it, in its order")


@pytest.mark.task(1)
def test_values_without_a_form_are_tagged(answer: Any) -> None:
    """Dates, decimals, UUIDs, bytes and sets come back with their types."""
    _require_all_same(
        answer,
        [
            datetime(2026, 5, 1, 23, 59, 59, 123456, tzinfo=UTC),
            datetime(2026, 5, 1, tzinfo=PARIS),
            date(2026, 5, 1),
            Decimal("0.10"),
            Decimal("12345678901234567890.123456789"),
            UUID("12345678-1234-5678-1234-567812345678"),
            b"",
            b"\x00\xff\x80 bytes",
            set(),
            {1, 2, 3},
            {"a", 1, None, 2.5, date(2026, 5, 1)},
            [{"deep": [date(2026, 5, 1), {"price": Decimal("1E+3")}]}],
        ],
        "JSON has no form for this type, so it needs the tag of the brief",
    )


@pytest.mark.task(1)
def test_dataclasses_are_tagged(answer: Any) -> None:
    """A dataclass comes back as an object of its class, also inside another one."""
    _require_all_same(
        answer,
        [
            Point(1, 2),
            Point(Point(1, Decimal("2.50")), {"a": Point(None)}, [Point("inside a list")]),
            Badge(Badge(date(2026, 5, 1))),
            {Badge(1), Badge("1"), Badge(None)},
        ],
        "each dataclass is tagged with its class, also those inside another one",
    )


# ---- task 2: what json writes as something else ---------------------------------------------


@pytest.mark.task(2)
def test_tuples_and_enums_keep_their_types(answer: Any) -> None:
    """Tuples, named tuples and all kinds of Enum come back as what they were."""
    _require_all_same(
        answer,
        [
            (),
            (1, (2, [3])),
            [1, (2,)],
            {(1, 2), (3, 4)},
            Size(3, (4, 5)),
            Old(None, Size(1, 2)),
            Level.HIGH,
            Flavour.SWEET,
            Colour.RED,
            Colour.CRIMSON,
            Point(Level.LOW, (Flavour.SWEET, Size(1, 2))),
        ],
        "json writes tuples as lists, and many enums as their values, and asks nobody",
    )


@pytest.mark.task(2)
def test_keys_keep_their_types(answer: Any) -> None:
    """Dicts whose keys are not texts come back with the same keys."""
    _require_all_same(
        answer,
        [
            {1: "a", 2: "b"},
            {1: "number", "1": "text", None: "none", False: "bool"},
            {2.5: [], "x": {}},
            {(1, 2): "tuple", Level.LOW: "level", date(2026, 5, 1): {3: 4}},
            {Flavour.SWEET: 1},
            [{"a": {1: {"b": {2: ()}}}}],
        ],
        "json turns every key into a text, so such a dict is written as pairs",
    )


@pytest.mark.task(2)
def test_a_users_type_key_is_no_tag(answer: Any) -> None:
    """A dict of the caller's that has a key "$type" comes back as that dict."""
    _require_all_same(
        answer,
        [
            {"$type": "date", "v": "2026-05-01"},
            {"$type": None},
            [{"a": {"$type": "tuple", "v": [1], "more": 2}}],
            {"$type": {"$type": {"$type": 1}}},
            {"v": 1, "type": "$type"},
        ],
        "a dict that looks like a tag must be told from one",
    )


# ---- task 3: refusals -----------------------------------------------------------------------


@pytest.mark.task(3)
def test_the_text_is_strict_json(answer: Any) -> None:
    """NaN and the infinities raise ValueError, wherever they are."""
    inf = float("inf")
    for bad in (float("nan"), inf, -inf):
        for value in (bad, [1, bad], {"a": {"b": bad}}, Point(bad), (bad,), {1: bad}, {bad: 1}):
            text, raised = _try(answer, value)
            assert isinstance(raised, ValueError), (
                f"{value!r} gave {text if raised is None else type(raised).__name__}: strict JSON "
                "has no NaN and no infinity, and they must raise ValueError"
            )
    _require_same([1.5, 1e300], _text(answer, [1.5, 1e300]), "finite floats are plain JSON")


@pytest.mark.task(3)
def test_naive_datetimes_are_refused(answer: Any) -> None:
    """A datetime without a time zone raises ValueError with a message that says so."""
    for value in (datetime(2026, 5, 1), [{"when": datetime(2026, 5, 1, 12)}]):
        text, raised = _try(answer, value)
        assert isinstance(raised, ValueError), (
            f"{value!r} gave {text if raised is None else type(raised).__name__}: without a time "
            "zone nobody knows which moment is meant, so it must raise ValueError"
        )
        assert str(raised), "the ValueError has no message: it must say what is wrong"
    _require_all_same(answer, [datetime(2026, 5, 1, tzinfo=PARIS)], "with a zone it is fine")


@pytest.mark.task(3)
def test_other_types_are_refused(answer: Any) -> None:
    """Every other type raises TypeError with its name, also a subclass of an allowed one."""

    class Text(str):
        """A kind of str."""

    class Row(list[Any]):
        """A kind of list."""

    class Pair(tuple[int, int]):
        """A kind of tuple."""

    class Count(int):
        """A kind of int."""

    class Money(Decimal):
        """A kind of Decimal."""

    class Stamp(datetime):
        """A kind of datetime."""

    for bad in (
        object(), 1j, len, Point, OrderedDict(a=1), frozenset({1}), Text("x"), Row([1]),
        Pair((1, 2)), Count(1), Money(1), Stamp(2026, 5, 1, tzinfo=UTC),
    ):  # fmt: skip
        name = type(bad).__name__
        as_key = [] if bad.__hash__ is None else [{bad: 1}]
        for value in (bad, [{"a": (bad,)}], {1: {"x"}, 2: bad}, *as_key):
            text, raised = _try(answer, value)
            if raised is None:
                raise AssertionError(
                    f"{value!r} was written as {text}: the format has no form for an object of "
                    f"type {name}, so it could only come back as something else, and must raise "
                    "TypeError"
                )
            assert isinstance(raised, TypeError), (
                f"an object of type {name} raised {type(raised).__name__}: it must be a TypeError"
            )
            assert name in str(raised), (
                f"the TypeError for an object of type {name} says “{raised}”: it must name the type"
            )
    _require_all_same(answer, [{"a": [1]}], "and what is allowed must be written")


# ---- task 4: the same text ------------------------------------------------------------------

SAME_VALUE = """
import exercise, sys
names = [f"name {n}" for n in range(30)]
twins = {*range(40, 70), *map(str, range(40, 70)), None, 2.5}
mixed = [{(n, 1) for n in names}, twins, (1, {"x", "y"})]
value = {"z": set(names), "a": mixed}
sys.stdout.write(exercise.to_json(value))
"""


@pytest.mark.task(4)
def test_the_same_value_gives_the_same_text(answer: Any) -> None:
    """Two processes write the same value as the same text, sets included."""
    texts = []
    for seed in ("1", "2"):
        ran = elsewhere(answer, SAME_VALUE, PYTHONHASHSEED=seed, PYTHONIOENCODING="utf-8")
        assert not ran.error, (
            f"to_json() in a process of its own failed ({ran.error}): "
            "sets may hold members of several types, which cannot be compared with each other"
        )
        texts.append(ran.output)
    same = texts[0] == texts[1]
    assert same, (
        "two processes wrote the same value as two texts: the order of a set is another in "
        "every process, so its members must be put in order"
    )
    members = json.loads(texts[0])["z"]["v"]
    assert sorted(members) == sorted(f"name {n}" for n in range(30)), (
        "the set came back with other members: each is there once"
    )


# ---- task 5: the file -----------------------------------------------------------------------

TEA = """
import exercise, pathlib, sys
exercise.write_json(["\\u8336 tea"], pathlib.Path(sys.argv[1]))
"""


@pytest.mark.task(5)
def test_the_file_holds_the_value(answer: Any, folder: Path) -> None:
    """The file holds the whole value in UTF-8, and nothing of what it held before."""
    path = folder / "value.json"
    for value in ({"a": "x" * 5_000}, list(datasets.HOSTILE_NAMES), (1, Level.LOW), None):
        answer.write_json(value, path)
        assert path.exists(), "there is no file after write_json(): it must be written"
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise AssertionError(f"the file is not UTF-8 ({error}): JSON files are") from None
        _require_same(value, text, "the file holds what to_json() gives, and nothing else")
    ran = elsewhere(answer, TEA, path, **OTHER_ENCODING)
    rule = "the file is UTF-8 on every computer, and Python has to be told so"
    assert not ran.error, (
        "write_json(['茶 tea'], path) failed in a process whose own encoding is not UTF-8 "
        f"({ran.error}): {rule}"
    )
    _require_same(["茶 tea"], path.read_bytes().decode("utf-8", "replace"), rule)


@pytest.mark.task(5)
def test_a_failed_write_changes_nothing(answer: Any, folder: Path) -> None:
    """When a value deep inside cannot be written, the file keeps its old content."""
    path = folder / "value.json"
    for what, bad in (
        ("an object()", object()),
        ("a NaN", float("nan")),
        ("a naive datetime", datetime(2026, 5, 1)),
        ("half of an emoji, which UTF-8 cannot encode", "\ud83c"),
    ):
        value = {"new": list(range(5_000)), "deep": [{"bad": [bad]}]}
        answer.write_json({"precious": 1}, path)
        before = path.read_bytes()
        try:
            answer.write_json(value, path)
        except (TypeError, ValueError):
            after = path.read_bytes()
            assert after == before, (
                f"{what} deep inside made write_json() fail, and the file went from {len(before)} "
                f"to {len(after):,} bytes: make the whole content before you touch the file"
            )
        else:
            # JSON can say half an emoji in ASCII: "\\ud83c". That is fine, too.
            assert isinstance(bad, str), f"{what} was written without an error: it must raise"
            _require_same(value, path.read_text("utf-8"), "what is written must be readable")


# ---- what the checks look with: a reader of the format --------------------------------------


def _text(answer: Any, value: object) -> str:
    before = repr(value)
    try:
        text = answer.to_json(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise AssertionError(
            f"{value!r} raised {type(error).__name__}, “{error}”: the format has a form for it"
        ) from error
    assert isinstance(text, str), f"to_json() returned a {type(text).__name__}: it returns text"
    assert repr(value) == before, (
        f"to_json() was given {before}, and afterwards that value is {value!r}: the value belongs "
        "to the caller, so what json gets is made anew"
    )
    return text


def _try(answer: Any, value: object) -> tuple[str, BaseException | None]:
    try:
        return answer.to_json(value), None
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        return "", error


def _require_all_same(answer: Any, values: Iterable[object], rule: str) -> None:
    for value in values:
        _require_same(value, _text(answer, value), rule)


def _require_same(value: object, text: str, rule: str) -> None:
    """Read the text by the rules of the brief, and compare values and types."""
    try:
        back = _read(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AssertionError(
            f"{value!r} was written as {text[:200]}, which cannot be read by the rules of the "
            f"brief ({type(error).__name__}: {error}): {rule}"
        ) from None
    same = _typed(back) == _typed(value)
    assert same, f"{value!r} was written as {text[:200]} and reads back as {back!r}: {rule}"


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [_read(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$type" not in value:
        return {key: _read(item) for key, item in value.items()}
    if value.keys() != {"$type", "v"}:
        raise ValueError(f"a tag has the keys $type and v, found {sorted(value)}")
    tag, content = value["$type"], value["v"]
    readers: dict[str, Any] = {
        "datetime": datetime.fromisoformat,
        "date": date.fromisoformat,
        "decimal": Decimal,
        "uuid": UUID,
        "bytes": lambda text: base64.b64decode(text, validate=True),
        "set": lambda items: set(_read(items)),
        "tuple": lambda items: tuple(_read(items)),
        "dict": lambda pairs: {_read(key): _read(item) for key, item in pairs},
    }
    if tag in readers:
        return readers[tag](content)
    if tag not in CLASSES:
        raise ValueError(f"no type has the tag {tag!r}")
    cls = CLASSES[tag]
    return (
        cls[content] if issubclass(cls, Enum) else cls(**{k: _read(v) for k, v in content.items()})
    )


def _typed(value: Any) -> Any:
    """The value as something that only equals a value of the same types."""
    name = type(value).__name__
    if isinstance(value, dict):
        return name, [(_typed(key), _typed(item)) for key, item in value.items()]
    if is_dataclass(value):
        return name, [_typed(getattr(value, f.name)) for f in fields(value)]
    if isinstance(value, set):
        return name, sorted(map(repr, map(_typed, value)))
    if isinstance(value, list | tuple):
        return name, [_typed(item) for item in value]
    return name, repr(value)
