"""Thinks that the job itself is the place to note what the file needs."""

from solution import *

FAILS = "the_saved_job_goes_on"
SAYS = "after pickle.dumps the job itself has a new _offset"


def _getstate(self: ReportJob) -> object:
    """Give the job an attribute that it did not have, and that is out of date at the next step."""
    self._offset = self._file.tell()  # type: ignore[attr-defined]
    state = self.__dict__.copy()
    for name in ("_lock", "_file", "_cache", "api_token"):
        del state[name]
    return state


ReportJob.__getstate__ = _getstate
