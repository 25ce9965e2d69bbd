"""Thinks that only the base class's own attribute is needed for the items."""

from typing import Any

from solution import *

FAILS = "a_subclass_survives_pickle"
SAYS = "'Headers' object has no attribute 'max_length'"


def _reduce(self: CaseInsensitiveDict) -> tuple[Any, ...]:
    """Set the fold first, and a subclass's attributes last."""
    return _with_fold, (type(self), self.fold), vars(self), None, iter(self.items())


def _with_fold(cls: type[CaseInsensitiveDict], fold: Fold) -> CaseInsensitiveDict:
    new = cls.__new__(cls)
    new.fold = fold
    return new


CaseInsensitiveDict.__reduce__ = _reduce
