"""Thinks that base64 hides a secret."""

from base64 import b64encode

from solution import *

FAILS = "the_token_is_not_stored"
SAYS = "the token is in the pickle, as base64"


def _getstate(self: ReportJob) -> object:
    """Store the token in another alphabet."""
    state = self.__dict__.copy()
    for name in ("_lock", "_file", "_cache"):
        del state[name]
    state["api_token"] = b64encode(self.api_token.encode())
    return {**state, "_offset": self._file.tell()}


ReportJob.__getstate__ = _getstate
