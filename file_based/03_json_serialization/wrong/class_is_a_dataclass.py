"""Thinks that is_dataclass is true for objects only."""

from typing import Any

import solution
from solution import *
from solution import _plain as _good

FAILS = "other_types_are_refused"
SAYS = "for an object of type type"


def _plain(obj: Any) -> Any:
    """Write the class itself as if it were an object of it."""
    if dataclasses.is_dataclass(obj) and isinstance(obj, type):
        names = [field.name for field in dataclasses.fields(obj)]
        return {"$type": "Point", "v": {name: _good(getattr(obj, name, None)) for name in names}}
    return _good(obj)


solution._plain = _plain
