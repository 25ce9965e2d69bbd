"""Thinks that only the next version can be newer."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "a_newer_version_is_refused"
SAYS = "version 1000 returned"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Compare with ==, where > is meant."""
    if payload.get("version") == CURRENT_VERSION + 1:
        raise UpgradeRequired
    known = payload.get("version", 1) <= CURRENT_VERSION
    return _good(payload if known else {**payload, "version": CURRENT_VERSION})


_good = solution.upgrade
upgrade = solution.upgrade = _upgrade
