"""Thinks that deeper is safer."""

from typing import Any

from solution import *

FAILS = "copied_dicts_are_independent"
SAYS = "copy() does not share the list"


def _copy(self: CaseInsensitiveDict) -> Any:
    """Copy the values, too."""
    return copy.deepcopy(self)


CaseInsensitiveDict.copy = _copy
