"""Write rich Python values as strict JSON, without losing their types."""

import base64
import dataclasses
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID


def to_json(obj: object) -> str:
    """Turn a value into JSON text, in the format of the brief."""
    return json.dumps(_plain(obj), allow_nan=False, ensure_ascii=False)


def write_json(obj: object, path: Path) -> None:
    """Write a value to a file, as `to_json` makes it, in UTF-8."""
    data = to_json(obj).encode("utf-8")  # all of it, before the file is touched
    path.write_bytes(data)


def _plain(obj: Any) -> Any:
    """The same value made of None, bool, int, float, str, list and dict only."""
    kind = type(obj)  # exact types: an object of a subclass would come back as its base
    if obj is None or kind in (bool, int, float, str):
        return obj
    if kind is list:
        return [_plain(item) for item in obj]
    if kind is dict:
        return _plain_dict(obj)
    if kind in FORMS:
        tag, form = FORMS[kind]
        return _tagged(tag, form(obj))
    if isinstance(obj, Enum):
        return _tagged(kind.__name__, obj.name)
    if isinstance(obj, tuple) and hasattr(kind, "_asdict"):  # a named tuple
        return _tagged(kind.__name__, _plain(kind._asdict(obj)))
    if dataclasses.is_dataclass(obj) and not isinstance(obj, type):
        # Not asdict(): it would take the dataclasses inside apart, too.
        fields = {f.name: _plain(getattr(obj, f.name)) for f in dataclasses.fields(obj)}
        return _tagged(kind.__name__, fields)
    raise TypeError(f"{kind.__name__} has no form in this format")


def _plain_dict(obj: dict[Any, Any]) -> dict[str, Any]:
    # json turns every key into text, and a "$type" of the caller's would be read as ours.
    if all(type(key) is str for key in obj) and "$type" not in obj:
        return {key: _plain(value) for key, value in obj.items()}
    return _tagged("dict", [[_plain(key), _plain(value)] for key, value in obj.items()])


def _moment(obj: datetime) -> str:
    if obj.utcoffset() is None:
        raise ValueError(f"the datetime {obj} has no time zone")
    return obj.isoformat()


def _sorted_members(obj: set[Any]) -> list[Any]:
    # Members may not be comparable with each other; their texts are.
    return sorted(map(_plain, obj), key=json.dumps)


def _tagged(tag: str, content: Any) -> dict[str, Any]:
    return {"$type": tag, "v": content}


FORMS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    datetime: ("datetime", _moment),
    date: ("date", date.isoformat),
    Decimal: ("decimal", str),
    UUID: ("uuid", str),
    bytes: ("bytes", lambda obj: base64.b64encode(obj).decode("ascii")),
    tuple: ("tuple", lambda obj: [_plain(item) for item in obj]),
    set: ("set", _sorted_members),
}
"""For each type of its own: the tag, and what makes the content."""


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


class Level(IntEnum):
    """An enumeration whose members are also numbers."""

    LOW = 1


class Size(NamedTuple):
    """A tuple with names."""

    width: int
    height: int


def main(path: Path) -> None:
    """Show what json does without being asked, then the functions above."""

    def show_and_str(obj: object) -> str:
        print(f"   default() was asked for: {obj!r}")
        return str(obj)

    value = {1: (2, 3), "level": Level.LOW, "size": Size(4, 5), "price": Decimal("0.10")}
    print(f"A value: {value}")
    print("1. json.dumps(value, default=str):")
    text = json.dumps(value, default=show_and_str)
    print(f"   written: {text}")
    print(f"   read:    {json.loads(text)}")
    print("   The tuple, the enum, the named tuple, the key 1: nobody was asked.")

    print(f"2. json.dumps(float('nan')) gives {json.dumps(float('nan'))}, which is no JSON.")

    print("3. json.dump into the open file, and the last value has no form:")
    path.write_text('{"precious": true}')
    try:
        with path.open("w") as file:
            json.dump({"new": 1, "bad": object()}, file)
    except TypeError as error:
        print(f"   {error}; the file is now: {path.read_text()!r}")

    print("The right way:")
    print(f"   {to_json(value)}")
    write_json({"when": datetime(2026, 5, 1, 12, tzinfo=UTC), "tags": {"b", "a"}}, path)
    print(f"   {path.read_text(encoding='utf-8')}")
    before = path.read_bytes()
    for bad in (float("inf"), datetime(2026, 5, 1), object()):
        try:
            write_json({"new": 1, "bad": [bad]}, path)
        except (TypeError, ValueError) as error:
            print(
                f"   {type(error).__name__}: {error}; file unchanged? {path.read_bytes() == before}"
            )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "value.json")
