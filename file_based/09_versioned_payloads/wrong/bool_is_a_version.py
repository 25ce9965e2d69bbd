"""Thinks that isinstance(version, int) keeps out everything but numbers."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "what_is_no_profile_is_refused"
SAYS = "a payload with the version True gave"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Take JSON's true for version 1: a bool is an int in Python."""
    if payload.get("version") is True:
        return _good({**payload, "version": 1})
    return _good(payload)


_good = solution.upgrade
upgrade = solution.upgrade = _upgrade
