"""Thinks that the registry is only a list for people."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "each_step_runs_once_and_in_order"
SAYS = "every step in MIGRATIONS"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Call the two functions by their names: the next version will be forgotten here."""
    version = payload.get("version", 1)
    if type(version) is not int or version < 1:
        raise BadPayload(version)
    if version > CURRENT_VERSION:
        raise UpgradeRequired
    try:
        new = from_1_to_2(payload) if version == 1 else dict(payload)
        new = from_2_to_3(new) if version <= 2 else new
    except KeyError as error:
        raise BadPayload(error) from error
    return {**new, "version": CURRENT_VERSION}


upgrade = solution.upgrade = _upgrade
