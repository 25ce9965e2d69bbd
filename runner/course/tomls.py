"""Read `drill.toml` and `track.toml`; what is wrong with one is told with the file and the key."""

from __future__ import annotations

import math
import tomllib
from reprlib import repr as shortened
from typing import TYPE_CHECKING, Any

from runner.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_STRING = "a string"
_STRINGS = "a list of strings"
_WHOLE = "a whole number"
_POSITIVE = "a whole number, 1 or more"
_SWITCH = "true or false"
_TABLE = "a table"
_AMOUNT = "a number, 0 or more"
_WHOLE_AMOUNT = "a whole number, 0 or more"

# By `type`, since True and False are whole numbers to `isinstance`.
_IS: Mapping[str, Callable[[Any], bool]] = {
    _STRING: lambda value: type(value) is str,
    _STRINGS: lambda value: type(value) is list and all(type(each) is str for each in value),
    _WHOLE: lambda value: type(value) is int,
    _POSITIVE: lambda value: type(value) is int and value >= 1,
    _SWITCH: lambda value: type(value) is bool,
    _TABLE: lambda value: type(value) is dict,
    _AMOUNT: lambda value: type(value) in {int, float} and 0 <= value < math.inf,
    _WHOLE_AMOUNT: lambda value: type(value) is int and value >= 0,
}

_TRACK = {"title": _STRING, "summary": _STRING, "order": _WHOLE}
_DRILL = {
    "title": _STRING,
    "difficulty": _POSITIVE,
    "minutes": _POSITIVE,
    "database": _STRING,
    "needs": _STRINGS,
    "learnt": _STRING,
    "durable": _SWITCH,
    "holds_before_work": _STRINGS,
    "limits": _TABLE,
    "hints": _TABLE,
}
KEYS = frozenset({*_DRILL, "grading", "sources"})
"""All keys of a `drill.toml`; `anatomy` looks at the last two."""
LIMITS = {
    "seconds": _AMOUNT,
    "total_seconds": _AMOUNT,
    "memory_mb": _WHOLE_AMOUNT,
    "processes": _WHOLE_AMOUNT,
    "output_kb": _WHOLE_AMOUNT,
    "file_mb": _WHOLE_AMOUNT,
}
"""The fields of `runner.model.Limits`."""
_DEFAULTS: Mapping[str, Any] = {
    "needs": [],
    "learnt": "",
    "durable": False,
    "holds_before_work": [],
    "limits": {},
    "hints": {},
}
_MENDS = {
    "track.toml": "A track has title, summary and order.",
    "drill.toml": "docs/authoring.md lists the keys of drill.toml.",
}


def read_track(file: Path) -> dict[str, Any]:
    """The keys of a `track.toml`.

    Raises:
        DrillError: it cannot be read, or a key is missing or of another kind.
    """
    data = _load(file)
    _require(file, data, _TRACK)
    return data


def read_drill(file: Path, *, head: bool = False) -> dict[str, Any]:
    """The keys of a `drill.toml`, with a default for each that may be left out.

    Args:
        file: the `drill.toml`.
        head: read only the keys above the first table.  The rest (hints) is long, and a listing
            needs none of it.

    Raises:
        DrillError: it cannot be read, or a key is missing or of another kind.
    """
    data = {**_DEFAULTS, **_load(file, head=head)}
    _require(file, data, _DRILL)
    limits, hints = data["limits"], data["hints"]
    if unknown := sorted(set(limits) - set(LIMITS)):
        raise DrillError(
            f"{file}: [limits] has no {', '.join(unknown)}",
            mend=f"The limits are {', '.join(sorted(LIMITS))}.",
        )
    _require(file, limits, {name: LIMITS[name] for name in limits}, "[limits] ")
    _require(file, hints, dict.fromkeys(hints, _STRINGS), "[hints] ")
    return data


def _load(file: Path, *, head: bool = False) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
        return tomllib.loads(text.partition("\n[")[0] if head else text)
    except OSError as error:
        raise DrillError(
            f"cannot read {file}: {error.strerror}", mend="It must be a file that you can read."
        ) from None
    except UnicodeDecodeError:
        raise DrillError(f"{file} is not UTF-8", mend="Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise DrillError(f"{file} is not valid TOML: {error}", mend=_MENDS[file.name]) from None


def _require(
    file: Path, data: Mapping[str, Any], kinds: Mapping[str, str], table: str = ""
) -> None:
    """Raise a `DrillError` for the first key whose value is not of its kind."""
    for key, kind in kinds.items():
        if not _IS[kind](data.get(key)):
            found = shortened(data[key]) if key in data else "nothing"
            raise DrillError(
                f"{file}: {table}“{key}” must be {kind}, found {found}", mend=_MENDS[file.name]
            )
