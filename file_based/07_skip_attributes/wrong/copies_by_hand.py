"""Thinks that copies need code of their own."""

from solution import *

FAILS = "copies_work_on_their_own"
SAYS = "has the same _file as the job that was copied"


def _copy(self: ReportJob, memo: object = None) -> ReportJob:
    """Share the lock and the file."""
    other = object.__new__(type(self))
    other.__dict__.update(self.__dict__)
    return other


ReportJob.__copy__ = ReportJob.__deepcopy__ = _copy  # type: ignore[attr-defined]
