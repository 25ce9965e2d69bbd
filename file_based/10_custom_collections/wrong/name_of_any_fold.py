"""Thinks that a function can be found again by its name."""

import solution
from solution import *

FAILS = "other_types_are_refused"
SAYS = "a fold that is not in FOLDS was accepted"


def _name_of(fold: Fold) -> str:
    """Write a name that nobody can read back."""
    return fold.__name__


solution._name_of = _name_of
