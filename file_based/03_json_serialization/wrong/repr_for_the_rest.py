"""Thinks that a text is better than an error."""

from typing import Any

import solution
from solution import *
from solution import _plain as _good

FAILS = "other_types_are_refused"
SAYS = "the format has no form for an object of type object"


def _plain(obj: Any) -> Any:
    """Write what has no form as its repr."""
    try:
        return _good(obj)
    except TypeError:
        return repr(obj)


solution._plain = _plain
