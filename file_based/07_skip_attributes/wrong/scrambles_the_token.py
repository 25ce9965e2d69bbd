"""Thinks that a secret is safe in a file when it is scrambled, and is still valid tomorrow."""

from typing import Any

from solution import *

FAILS = "the_token_is_the_one_of_today"
SAYS = "is not the one that is valid now"


_good_getstate, _good_setstate = ReportJob.__getstate__, ReportJob.__setstate__


def _getstate(self: ReportJob) -> object:
    """Add one to every character."""
    hidden = "".join(chr(ord(c) + 1) for c in self.api_token)
    return {"hidden": hidden, "rest": _good_getstate(self)}


def _setstate(self: ReportJob, state: Any) -> None:
    """Take yesterday's token out again."""
    _good_setstate(self, state["rest"])
    self.api_token = "".join(chr(ord(c) - 1) for c in state["hidden"])


ReportJob.__getstate__, ReportJob.__setstate__ = _getstate, _setstate
