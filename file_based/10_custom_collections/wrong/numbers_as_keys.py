"""Thinks that JSON has keys of any type."""

from typing import Any

import solution
from solution import *

FAILS = "other_types_are_refused"
SAYS = "a dict with a key that is no str was accepted"


def _to_jsonable(obj: Any) -> Any:
    """Let json turn 1 into "1"."""
    if type(obj) is dict and any(type(key) is not str for key in obj):
        return {key: to_jsonable(value) for key, value in obj.items()}
    return _good(obj)


_good = solution.to_jsonable
to_jsonable = solution.to_jsonable = _to_jsonable
