"""Thinks that a class with __slots__ has no __dict__."""

from solution import *

FAILS = "slots_survive"
SAYS = "a job has slots and a __dict__"


def _getstate(self: SlottedReportJob) -> object:
    """Store what is known, and the slot."""
    known = ("path", "progress", "total")
    tag = {"tag": self.tag} if hasattr(self, "tag") else {}
    return {name: getattr(self, name) for name in known} | {"_offset": self._file.tell()}, tag


SlottedReportJob.__getstate__ = _getstate
