"""Thinks that the objects in a copied dict are copies, too."""

from solution import *

FAILS = "the_saved_job_goes_on"
SAYS = "the job's own cache has changed"


def _getstate(self: ReportJob) -> object:
    """Empty the cache of the copy, which is the job's."""
    state = self.__dict__.copy()
    state["_cache"].clear()
    for name in ("_lock", "_file", "api_token"):
        del state[name]
    return {**state, "_offset": self._file.tell()}


ReportJob.__getstate__ = _getstate
