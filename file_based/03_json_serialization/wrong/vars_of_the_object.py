"""Thinks that the fields of a dataclass are what vars() shows."""

from typing import Any

import solution
from solution import *
from solution import _plain as _good

FAILS = "dataclasses_are_tagged"
SAYS = "vars() argument must have __dict__ attribute"


def _plain(obj: Any) -> Any:
    """Look for a __dict__: a dataclass with slots has none."""
    if dataclasses.is_dataclass(obj) and not isinstance(obj, type):
        return {"$type": type(obj).__name__, "v": _good(vars(obj))}
    return _good(obj)


solution._plain = _plain
