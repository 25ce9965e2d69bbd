"""Thinks that nobody reads a binary file."""

from solution import *

FAILS = "the_token_is_not_stored"
SAYS = "the token is in the pickle:"


def _getstate(self: ReportJob) -> object:
    """Store the token with the rest."""
    state = self.__dict__.copy()
    for name in ("_lock", "_file", "_cache"):
        del state[name]
    return {**state, "_offset": self._file.tell()}


ReportJob.__getstate__ = _getstate
