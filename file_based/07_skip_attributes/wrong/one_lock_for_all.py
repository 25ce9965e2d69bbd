"""Thinks that one lock can serve all jobs."""

from typing import Any

from solution import *

FAILS = "the_lock_is_new_and_free"
SAYS = "two jobs have the same lock"


_LOCK = threading.Lock()
_good_setstate = ReportJob.__setstate__


def _setstate(self: ReportJob, state: Any) -> None:
    """Let one slow job keep all others waiting."""
    _good_setstate(self, state)
    self._lock = _LOCK


ReportJob.__setstate__ = _setstate
