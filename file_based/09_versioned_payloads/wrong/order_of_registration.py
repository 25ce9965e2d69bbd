"""Thinks that a dict is sorted by its keys."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "each_step_runs_once_and_in_order"
SAYS = "in the order of the versions"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Go through the steps as they were registered."""
    version = payload.get("version", 1)
    if type(version) is not int or version < 1:
        raise BadPayload(version)
    if version > CURRENT_VERSION:
        raise UpgradeRequired
    new = dict(payload)
    for start, step in MIGRATIONS.items():
        if start >= version:
            new = step(new)
    return {**new, "version": CURRENT_VERSION}


upgrade = solution.upgrade = _upgrade
