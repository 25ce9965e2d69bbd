"""Thinks that a collection is its items."""

from typing import Any

from solution import *

FAILS = "the_fold_survives_pickle"
SAYS = "fold"


def _reduce(self: CaseInsensitiveDict) -> tuple[Any, ...]:
    """Make it again from its items: then it folds as a new one does."""
    return CaseInsensitiveDict, (dict(self),)


CaseInsensitiveDict.__reduce__ = _reduce
