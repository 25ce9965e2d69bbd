"""Thinks that a file's number means the same file for ever."""

from typing import Any

from solution import *

FAILS = "the_file_goes_on_where_it_was"
SAYS = "Bad file descriptor"


def _getstate(self: ReportJob) -> object:
    """Store a number that is valid only in this program, and only while the file is open."""
    state = self.__dict__.copy()
    for name in ("_lock", "_file", "_cache", "api_token"):
        del state[name]
    return {**state, "number": self._file.fileno()}


def _setstate(self: ReportJob, state: Any) -> None:
    """Use the number for a second file object."""
    self.__dict__.update(state)
    self.api_token = read_token()
    self._cache = {}
    self._lock = threading.Lock()
    self._file = os.fdopen(state["number"], "rb", closefd=False)


ReportJob.__getstate__, ReportJob.__setstate__ = _getstate, _setstate
