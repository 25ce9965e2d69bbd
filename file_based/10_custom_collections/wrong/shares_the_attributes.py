"""Thinks that vars() gives a copy."""

from typing import Any

from solution import *

FAILS = "copied_dicts_are_independent"
SAYS = "is set in the original, too"


def _reduce(self: CaseInsensitiveDict) -> tuple[Any, ...]:
    """Pass the object's own __dict__ on to its copy."""
    return _with_dict, (type(self), vars(self)), None, None, iter(self.items())


def _with_dict(cls: type[CaseInsensitiveDict], attributes: dict[str, Any]) -> CaseInsensitiveDict:
    new = cls.__new__(cls)
    new.__dict__ = attributes
    return new


CaseInsensitiveDict.__reduce__ = _reduce
