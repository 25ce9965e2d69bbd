"""Thinks that a version without a step needs none."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "a_missing_step_is_an_error"
SAYS = "a gap in the chain is an error"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Let the payload through where nobody knows what has to be done."""
    version = payload.get("version", 1)
    if type(version) is not int or version < 1:
        raise BadPayload(version)
    if version > CURRENT_VERSION:
        raise UpgradeRequired
    new = dict(payload)
    for start in range(version, CURRENT_VERSION):
        new = MIGRATIONS.get(start, dict)(new)
    return {**new, "version": CURRENT_VERSION}


upgrade = solution.upgrade = _upgrade
