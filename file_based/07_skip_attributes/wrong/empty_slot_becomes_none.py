"""Thinks that None and nothing are the same."""

from solution import *

FAILS = "slots_survive"
SAYS = "has the tag None when it is loaded"


def _getstate(self: SlottedReportJob) -> object:
    """Give every job a tag."""
    return ReportJob.__getstate__(self), {"tag": getattr(self, "tag", None)}


SlottedReportJob.__getstate__ = _getstate
