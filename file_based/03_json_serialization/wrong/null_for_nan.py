"""Thinks that NaN may be written as null."""

from typing import Any

import solution
from solution import *
from solution import _plain as _good

FAILS = "the_text_is_strict_json"
SAYS = "nan gave null"


def _plain(obj: Any) -> Any:
    """Write a number as nothing: it comes back as None."""
    if type(obj) is float and obj - obj != 0:
        return None
    return _good(obj)


solution._plain = _plain
