"""Thinks that two functions with the same name are the same."""

import solution
from solution import *

FAILS = "other_types_are_refused"
SAYS = "a fold of its own that is called lower was accepted"


def _name_of(fold: Fold) -> str:
    """Look for the name in FOLDS, and not for the function."""
    if fold.__name__ not in FOLDS:
        raise TypeError(fold)
    return fold.__name__


solution._name_of = _name_of
