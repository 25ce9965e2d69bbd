"""Thinks that saving is the last thing that happens to a job."""

from solution import *

FAILS = "the_saved_job_goes_on"
SAYS = "the job's own file is closed"


def _getstate(self: ReportJob) -> object:
    """Tidy up, though the job is still at work."""
    state = self.__dict__.copy()
    state["_offset"] = self._file.tell()
    self._file.close()
    for name in ("_lock", "_file", "_cache", "api_token"):
        del state[name]
    return state


ReportJob.__getstate__ = _getstate
