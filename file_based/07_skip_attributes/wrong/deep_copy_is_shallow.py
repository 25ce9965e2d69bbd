"""Thinks that a deep copy is a copy like any other."""

from solution import *

FAILS = "copies_work_on_their_own"
SAYS = "has the same list of recipients as the job that was copied"


def _copy(self: ReportJob, memo: object = None) -> ReportJob:
    """Hand over the stored values as they are: the list of recipients then has two owners."""
    other = object.__new__(type(self))
    other.__setstate__(self.__getstate__())
    return other


ReportJob.__copy__ = ReportJob.__deepcopy__ = _copy  # type: ignore[attr-defined]
