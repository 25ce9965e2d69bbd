"""Thinks that pickle knows by itself what it cannot store."""

from solution import *

FAILS = "a_job_is_saved_and_loaded"
SAYS = "belong to one running program"


def _getstate(self: ReportJob) -> object:
    """Leave out only what is secret."""
    state = self.__dict__.copy()
    for name in ("_cache", "api_token"):
        del state[name]
    return {**state, "_offset": self._file.tell()}


ReportJob.__getstate__ = _getstate
