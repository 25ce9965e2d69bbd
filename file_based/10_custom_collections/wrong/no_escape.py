"""Thinks that no user has a key called $type."""

from typing import Any

import solution
from solution import *

FAILS = "a_plain_dict_may_look_like_a_collection"
SAYS = "came back with another type"


def to_jsonable(obj: Any) -> Any:
    """Write a user's mark as if it were one of ours."""
    if type(obj) is dict and all(type(key) is str for key in obj):
        return {key: to_jsonable(value) for key, value in obj.items()}
    return _good(obj)


_good = solution.to_jsonable
