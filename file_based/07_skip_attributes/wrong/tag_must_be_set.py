"""Thinks that a slot always has a value."""

from solution import *

FAILS = "slots_survive"
SAYS = "a slot may be empty"


def _getstate(self: SlottedReportJob) -> object:
    """Read the slot without asking whether it is filled."""
    return ReportJob.__getstate__(self), {"tag": self.tag}


SlottedReportJob.__getstate__ = _getstate
