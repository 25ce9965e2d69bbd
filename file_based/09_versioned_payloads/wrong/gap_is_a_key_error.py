"""Thinks that the KeyError of a dict tells a caller enough."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "a_missing_step_is_an_error"
SAYS = "a gap in the chain has an error of its own"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Let the caller wonder which key was missing where."""
    version = payload.get("version", 1)
    if version > CURRENT_VERSION:
        raise UpgradeRequired
    new = dict(payload)
    for start in range(version, CURRENT_VERSION):
        new = MIGRATIONS[start](new)
    return {**new, "version": CURRENT_VERSION}


upgrade = solution.upgrade = _upgrade
