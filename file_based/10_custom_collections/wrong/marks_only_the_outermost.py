"""Thinks that the items of a collection are plain values."""

from typing import Any

import solution
from solution import *

FAILS = "collections_come_back_from_json"
SAYS = "to_jsonable left a BoundedList"


def to_jsonable(obj: Any) -> Any:
    """Hand on the items of a collection as they are."""
    if type(obj) is BoundedList:
        return {"$type": "BoundedList", "maxlen": obj.maxlen, "items": obj.data}
    return _good(obj)


_good = solution.to_jsonable
