"""Thinks that missing fields are the business of load_profile alone."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "what_is_no_profile_is_refused"
SAYS = "upgrade of version 1 without nick raised KeyError"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Let the KeyError of a step through."""
    version = payload.get("version", 1)
    if type(version) is not int or version < 1:
        raise BadPayload(version)
    if version > CURRENT_VERSION:
        raise UpgradeRequired(version)
    new = dict(payload)
    for start in range(version, CURRENT_VERSION):
        if start not in MIGRATIONS:
            raise MissingStep(start)
        new = MIGRATIONS[start](new)
    return {**new, "version": CURRENT_VERSION}


def load_profile(data: bytes) -> Profile:
    """Make BadPayload of it here."""
    try:
        return _good(data)
    except KeyError as error:
        raise BadPayload(error) from error


_good = solution.load_profile
upgrade = solution.upgrade = _upgrade
