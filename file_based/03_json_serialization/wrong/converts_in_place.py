"""Thinks that a value which was handed over may be changed."""

from typing import Any

import solution
from solution import *
from solution import _plain as _good

FAILS = "values_without_a_form_are_tagged"
SAYS = "the value belongs to the caller"


def _plain(obj: Any) -> Any:
    """Put the tags into the caller's own lists and dicts."""
    if type(obj) is list:
        for number, item in enumerate(obj):
            obj[number] = _plain(item)
        return obj
    if type(obj) is dict and "$type" not in obj and all(type(key) is str for key in obj):
        for key in obj:
            obj[key] = _plain(obj[key])
        return obj
    return _good(obj)


solution._plain = _plain
