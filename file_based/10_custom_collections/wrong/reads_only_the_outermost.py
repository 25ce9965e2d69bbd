"""Thinks that what is inside a collection comes back by itself."""

from typing import Any

import solution
from solution import *

FAILS = "collections_come_back_from_json"
SAYS = "came back with another type"


def from_jsonable(data: Any) -> Any:
    """Leave the items as JSON has them."""
    if isinstance(data, dict) and data.get("$type") == "BoundedList":
        return BoundedList(data["items"], maxlen=data["maxlen"])
    return _good(data)


_good = solution.from_jsonable
