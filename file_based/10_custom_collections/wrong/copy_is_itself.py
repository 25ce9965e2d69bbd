"""Thinks that a second name is a copy."""

from typing import Any

from solution import *

FAILS = "copied_dicts_are_independent"
SAYS = "they are one dict"


def _copy(self: CaseInsensitiveDict) -> Any:
    """Give the same object."""
    return self


CaseInsensitiveDict.copy = _copy
