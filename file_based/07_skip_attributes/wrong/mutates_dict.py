"""Thinks that `state = self.__dict__` is a copy."""

from solution import *

FAILS = "the_saved_job_goes_on"
SAYS = "after pickle.dumps the job itself has no"


def _getstate(self: ReportJob) -> object:
    """Delete the job's own attributes."""
    state = self.__dict__
    offset = self._file.tell()
    for name in ("_lock", "_file", "_cache", "api_token"):
        del state[name]
    return {**state, "_offset": offset}


ReportJob.__getstate__ = _getstate
