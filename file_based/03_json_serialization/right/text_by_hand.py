"""Put the text together piece by piece, and leave only numbers and texts to json."""

import base64
import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID


def to_json(obj: Any) -> str:
    """Call itself for everything inside."""
    kind = type(obj)
    name = kind.__name__
    if obj is None or kind in {bool, int, float, str}:
        return json.dumps(obj, allow_nan=False)
    if kind is list:
        return _array(map(to_json, obj))
    if kind is dict:
        if all(type(key) is str and key != "$type" for key in obj):
            return _object((key, to_json(value)) for key, value in obj.items())
        pairs = (_array([to_json(key), to_json(value)]) for key, value in obj.items())
        return _tag("dict", _array(pairs))
    if kind is tuple:
        return _tag("tuple", _array(map(to_json, obj)))
    if kind is set:
        return _tag("set", _array(sorted(map(to_json, obj))))
    if kind is datetime:
        if obj.utcoffset() is None:
            raise ValueError(f"naive datetime: {obj!r}")
        return _tag("datetime", json.dumps(obj.isoformat()))
    if kind is date:
        return _tag("date", json.dumps(obj.isoformat()))
    if kind in {Decimal, UUID}:
        return _tag("decimal" if kind is Decimal else "uuid", json.dumps(str(obj)))
    if kind is bytes:
        return _tag("bytes", json.dumps(base64.b64encode(obj).decode()))
    if isinstance(obj, Enum):
        return _tag(name, json.dumps(obj.name))
    if isinstance(obj, tuple) and "_fields" in vars(kind):
        pieces = zip(vars(kind)["_fields"], map(to_json, obj), strict=True)
        return _tag(name, _object(pieces))
    if is_dataclass(obj) and kind is not type:  # it is true for the class, too
        return _tag(name, _object((f.name, to_json(getattr(obj, f.name))) for f in fields(obj)))
    raise TypeError(f"{name}: not supported")


def write_json(obj: object, path: Path) -> None:
    """ASCII only, so that nothing is left that could fail."""
    text = to_json(obj)
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.write("\n")


def _array(items: Iterable[str]) -> str:
    return f"[{','.join(items)}]"


def _object(pairs: Iterable[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{json.dumps(key)}:{value}" for key, value in pairs) + "}"


def _tag(name: str, content: str) -> str:
    return _object([("$type", json.dumps(name)), ("v", content)])
