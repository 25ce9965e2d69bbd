"""Thinks that a full cache is worth keeping."""

from solution import *

FAILS = "the_cache_is_not_stored"
SAYS = "the pickle holds customers' profiles"


def _getstate(self: ReportJob) -> object:
    """Store what could be fetched again."""
    state = self.__dict__.copy()
    for name in ("_lock", "_file", "api_token"):
        del state[name]
    return {**state, "_offset": self._file.tell()}


ReportJob.__getstate__ = _getstate
