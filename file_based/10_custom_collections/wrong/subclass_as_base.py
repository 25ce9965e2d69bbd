"""Thinks that a subclass may be stored as its base class."""

from typing import Any

import solution
from solution import *

FAILS = "other_types_are_refused"
SAYS = "Headers, which are a subclass of CaseInsensitiveDict was accepted"


def _to_jsonable(obj: Any) -> Any:
    """Make a CaseInsensitiveDict of Headers, without a word."""
    if isinstance(obj, CaseInsensitiveDict):
        obj = CaseInsensitiveDict(dict(obj), fold=obj.fold)
    return _good(obj)


_good = solution.to_jsonable
to_jsonable = solution.to_jsonable = _to_jsonable
