"""Thinks that every subclass has the same __init__."""

from typing import Any

from solution import *

FAILS = "attributes_of_a_subclass_survive"
SAYS = "missing 1 required keyword-only argument: 'recipients'"


def _setstate(self: ReportJob, state: Any) -> None:
    """Call whatever __init__ the object has."""
    self.__init__(state["path"])
    offset = state.pop("_offset")
    self.__dict__.update(state)
    self._file.seek(offset)


ReportJob.__setstate__ = _setstate
