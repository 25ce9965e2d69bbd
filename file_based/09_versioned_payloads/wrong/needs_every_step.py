"""Thinks that all steps must be there before the first is taken."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "a_missing_step_is_an_error"
SAYS = "the check has taken steps out of MIGRATIONS"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for steps that this payload does not need."""
    for start in range(1, CURRENT_VERSION):
        if start not in MIGRATIONS:
            raise MissingStep(start)
    return _good(payload)


_good = solution.upgrade
upgrade = solution.upgrade = _upgrade
