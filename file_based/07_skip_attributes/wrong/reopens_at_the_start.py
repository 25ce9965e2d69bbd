"""Thinks that opening a file again is enough to go on reading it."""

from typing import Any

from solution import *

FAILS = "the_file_goes_on_where_it_was"
SAYS = "goes on after the last line that was done"


_good_setstate = ReportJob.__setstate__


def _setstate(self: ReportJob, state: Any) -> None:
    """Count the first lines twice."""
    _good_setstate(self, state)
    self._file.seek(0)


ReportJob.__setstate__ = _setstate
