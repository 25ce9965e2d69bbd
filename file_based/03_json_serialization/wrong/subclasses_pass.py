"""Thinks that isinstance says what type a value has."""

from typing import Any

import solution
from solution import *
from solution import _plain as _good

FAILS = "other_types_are_refused"
SAYS = "it could only come back as something else"


def _plain(obj: Any) -> Any:
    """Write an OrderedDict as a dict, and any kind of list as a list."""
    base: Any
    for base in (dict, list, str):
        if isinstance(obj, base) and not isinstance(obj, Enum):
            return _good(base(obj))
    return _good(obj)


solution._plain = _plain
