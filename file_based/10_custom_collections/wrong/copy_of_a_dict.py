"""Thinks that the copy method of dict keeps the class."""

from typing import Any

from solution import *

FAILS = "a_copied_dict_keeps_its_rules"
SAYS = "copy() of a CaseInsensitiveDict is a dict"


def _copy(self: CaseInsensitiveDict) -> Any:
    """Lose the class."""
    return dict.copy(self)


CaseInsensitiveDict.copy = _copy
