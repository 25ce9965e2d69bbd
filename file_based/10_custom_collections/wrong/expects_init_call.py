"""Thinks that every subclass has the same __init__."""

import functools
from typing import Any

from solution import *

FAILS = "a_subclass_survives_pickle"
SAYS = "cannot call it"


def _reduce(self: CaseInsensitiveDict) -> tuple[Any, ...]:
    """Call the class, whatever it wants."""
    return functools.partial(type(self), fold=self.fold), (dict(self),)


CaseInsensitiveDict.__reduce__ = _reduce
