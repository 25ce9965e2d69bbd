"""Thinks that every CaseInsensitiveDict folds in the same way."""

from typing import Any

import solution
from solution import *

FAILS = "collections_come_back_from_json"
SAYS = "came back with another type, item or option"


def from_jsonable(data: Any) -> Any:
    """Make it with the default fold."""
    value = _good(data)
    return CaseInsensitiveDict(value) if isinstance(value, CaseInsensitiveDict) else value


_good = solution.from_jsonable
