"""Thinks that a dict has no other attributes than those of its class."""

from typing import Any

from solution import *

FAILS = "a_subclass_survives_pickle"
SAYS = "the loaded Headers has no attribute"


def _reduce(self: CaseInsensitiveDict) -> tuple[Any, ...]:
    """Set the items past __setitem__, and forget what a subclass has."""
    return _with_items, (type(self), self.fold, dict(self))


def _with_items(cls: Any, fold: Fold, items: dict[str, Any]) -> CaseInsensitiveDict:
    new = cls.__new__(cls)
    new.fold = fold
    dict.update(new, items)
    return new


CaseInsensitiveDict.__reduce__ = _reduce
