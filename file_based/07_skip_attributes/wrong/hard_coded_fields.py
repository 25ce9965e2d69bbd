"""Thinks that a class knows all attributes of its objects."""

from solution import *

FAILS = "attributes_of_a_subclass_survive"
SAYS = "the loaded MailedReportJob has no recipients"


def _getstate(self: ReportJob) -> object:
    """Name what is kept, instead of what is left out."""
    return {
        "path": self.path,
        "progress": self.progress,
        "total": self.total,
        "_offset": self._file.tell(),
    }


ReportJob.__getstate__ = _getstate
