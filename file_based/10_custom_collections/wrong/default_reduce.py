"""Thinks that pickle sets an object's attributes before its items."""

from typing import Any

from solution import *

FAILS = "a_dict_survives_pickle"
SAYS = "needs the attributes before the first one"


def _reduce(self: CaseInsensitiveDict) -> tuple[Any, ...]:
    """Do what pickle does by itself: the state comes last."""
    return _empty, (type(self),), vars(self), None, iter(self.items())


def _empty(cls: type[CaseInsensitiveDict]) -> CaseInsensitiveDict:
    return cls.__new__(cls)


CaseInsensitiveDict.__reduce__ = _reduce
