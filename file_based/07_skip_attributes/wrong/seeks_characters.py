"""Thinks that a position in a file counts characters."""

from typing import Any

from solution import *

FAILS = "the_file_goes_on_where_it_was"
SAYS = "a position in a file is a number of bytes"


_good_setstate = ReportJob.__setstate__


def _setstate(self: ReportJob, state: Any) -> None:
    """Add up the lengths of the lines that were done, as text."""
    _good_setstate(self, state)
    done = self.path.read_text(encoding="utf-8").splitlines(keepends=True)[: self.progress]
    self._file.seek(sum(map(len, done)))


ReportJob.__setstate__ = _setstate
