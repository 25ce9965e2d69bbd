"""Thinks that json calls default= for a dict subclass."""

from typing import Any

from solution import *
from solution import _name_of

FAILS = "collections_come_back_from_json"
SAYS = "came back with another type"


def to_jsonable(obj: Any) -> Any:
    """Leave it to json to find out which objects are special."""

    def default(other: Any) -> Any:
        if type(other) is BoundedList:
            return {"$type": "BoundedList", "maxlen": other.maxlen, "items": other.data}
        if type(other) is CaseInsensitiveDict:
            return {"$type": "CaseInsensitiveDict", "fold": _name_of(other.fold), "items": other}
        raise TypeError(type(other))

    return json.loads(json.dumps(obj, default=default))
