"""Thinks that isinstance(obj, dict) is true for plain dicts only."""

from typing import Any

import solution
from solution import *

FAILS = "collections_come_back_from_json"
SAYS = "came back with another type"


def to_jsonable(obj: Any) -> Any:
    """Ask whether it is a dict before asking which one."""
    if isinstance(obj, dict):
        items = {key: to_jsonable(value) for key, value in obj.items()}
        return {"$type": "dict", "items": items} if "$type" in obj else items
    if isinstance(obj, list):
        return [to_jsonable(item) for item in obj]
    if isinstance(obj, BoundedList):
        return {"$type": "BoundedList", "maxlen": obj.maxlen, "items": to_jsonable(obj.data)}
    return _good(obj)


_good = solution.to_jsonable
