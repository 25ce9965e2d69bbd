"""Thinks that a token which is left out need not be replaced."""

from typing import Any

from solution import *

FAILS = "the_token_is_the_one_of_today"
SAYS = "is not the one that is valid now"


_good_setstate = ReportJob.__setstate__


def _setstate(self: ReportJob, state: Any) -> None:
    """Put an empty token there."""
    _good_setstate(self, state)
    self.api_token = ""


ReportJob.__setstate__ = _setstate
