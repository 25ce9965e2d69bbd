"""Thinks that a copy is made by calling the class."""

from typing import Any

from solution import *

FAILS = "a_copied_dict_keeps_its_rules"
SAYS = "cannot call it"


def _copy(self: CaseInsensitiveDict) -> Any:
    """Call the __init__ of an unknown subclass."""
    return type(self)(self, fold=self.fold)


CaseInsensitiveDict.copy = _copy
