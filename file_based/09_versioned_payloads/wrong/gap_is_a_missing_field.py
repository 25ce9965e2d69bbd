"""Thinks that a KeyError on the way can only be a missing field."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "a_missing_step_is_an_error"
SAYS = "upgrade of a payload of version 1 raised BadPayload"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Look for the step inside of the try for its fields."""
    version = payload.get("version", 1)
    if type(version) is not int or version < 1:
        raise BadPayload(version)
    if version > CURRENT_VERSION:
        raise UpgradeRequired(version)
    new = dict(payload)
    for start in range(version, CURRENT_VERSION):
        try:
            new = MIGRATIONS[start](new)
        except KeyError as error:
            raise BadPayload(error) from error
    return {**new, "version": CURRENT_VERSION}


upgrade = solution.upgrade = _upgrade
