"""Thinks that what was left out comes back by itself."""

from typing import Any

from solution import *

FAILS = "the_lock_is_new_and_free"
SAYS = "the loaded job has no _lock"


def _setstate(self: ReportJob, state: Any) -> None:
    """Do what pickle does without this method."""
    self.__dict__.update(state)


ReportJob.__setstate__ = _setstate
