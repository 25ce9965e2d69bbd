"""Thinks that a tuple is as good as a list."""

from typing import Any

import solution
from solution import *

FAILS = "other_types_are_refused"
SAYS = "a tuple was accepted"


def _to_jsonable(obj: Any) -> Any:
    """Do what json does."""
    return _good(list(obj) if type(obj) is tuple else obj)


_good = solution.to_jsonable
to_jsonable = solution.to_jsonable = _to_jsonable
