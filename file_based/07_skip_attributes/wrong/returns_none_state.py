"""Thinks that dict.update returns the dict."""

from solution import *

FAILS = "a_job_is_saved_and_loaded"
SAYS = "the loaded job has no path, progress, total"


def _getstate(self: ReportJob) -> object:
    """Return None: then __setstate__ is not even called, and the loaded job is empty."""
    state = self.__dict__.copy()
    for name in ("_lock", "_file", "_cache", "api_token"):
        del state[name]
    return state.update(_offset=self._file.tell())


ReportJob.__getstate__ = _getstate
