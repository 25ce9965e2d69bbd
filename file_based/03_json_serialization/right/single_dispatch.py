"""One small function per type, chosen by functools.singledispatch; UTF-8 text as it is read."""

import base64
import dataclasses
import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from pathlib import Path
from typing import Any
from uuid import UUID

EXACT = {dict, list, tuple, set, str, bool, int, float, bytes, datetime, date, Decimal, UUID}


def to_json(obj: object) -> str:
    """Convert, then write in the readable form."""
    return json.dumps(_convert(obj), allow_nan=False, ensure_ascii=False, indent=2)


def write_json(obj: object, path: Path) -> None:
    """A temporary file takes the place of the old one only when it is complete."""
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(to_json(obj).encode())  # encoded first: a failure leaves no file behind
    temporary.replace(path)


def _convert(obj: Any) -> Any:
    kind = type(obj)
    if kind in EXACT:
        return _one(obj)
    if isinstance(obj, Enum):
        return {"$type": kind.__name__, "v": obj.name}
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        names = kind.__dict__["_fields"]
    elif dataclasses.is_dataclass(obj) and not isinstance(obj, type):
        names = [field.name for field in dataclasses.fields(obj)]
    elif obj is None:
        return None
    else:
        raise TypeError(f"cannot write {kind!r}")
    return {"$type": kind.__name__, "v": {name: _convert(getattr(obj, name)) for name in names}}


@singledispatch
def _one(obj: Any) -> Any:
    return obj  # str, bool, int, float


@_one.register
def _(obj: list) -> Any:
    return [_convert(item) for item in obj]


@_one.register
def _(obj: tuple) -> Any:
    return {"$type": "tuple", "v": [_convert(item) for item in obj]}


@_one.register
def _(obj: set) -> Any:
    members = [_convert(item) for item in obj]
    return {"$type": "set", "v": sorted(members, key=lambda m: json.dumps(m, sort_keys=True))}


@_one.register
def _(obj: dict) -> Any:
    if "$type" in obj or any(type(key) is not str for key in obj):
        return {"$type": "dict", "v": [[_convert(k), _convert(v)] for k, v in obj.items()]}
    return dict(zip(obj.keys(), map(_convert, obj.values()), strict=True))


@_one.register
def _(obj: bytes) -> Any:
    return {"$type": "bytes", "v": base64.standard_b64encode(obj).decode()}


@_one.register(date)
def _(obj: Any) -> Any:
    return {"$type": "date", "v": f"{obj:%Y-%m-%d}"}


@_one.register(datetime)
def _(obj: Any) -> Any:
    if obj.tzinfo is None or obj.tzinfo.utcoffset(obj) is None:
        raise ValueError("a datetime needs a time zone")
    return {"$type": "datetime", "v": obj.isoformat()}


@_one.register(Decimal)
@_one.register(UUID)
def _(obj: Any) -> Any:
    return {"$type": type(obj).__name__.lower(), "v": str(obj)}
