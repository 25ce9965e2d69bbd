"""Thinks that self is of the class in which the method stands."""

from typing import Any

from solution import *

FAILS = "a_subclass_survives_pickle"
SAYS = "is a CaseInsensitiveDict: it must be of the same class"


def _reduce(self: CaseInsensitiveDict) -> tuple[Any, ...]:
    """Make Headers a CaseInsensitiveDict."""
    return _base, (dict(self), self.fold)


def _base(items: dict[str, Any], fold: Fold) -> CaseInsensitiveDict:
    return CaseInsensitiveDict(items, fold=fold)


CaseInsensitiveDict.__reduce__ = _reduce
