"""Thinks that the fields say which version it is."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "older_versions_load"
SAYS = "depends on the version"


def _guess(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Look for `name` and `nick`: versions 1 and 2 look alike, minutes and seconds too."""
    if payload.get("version", 1) > CURRENT_VERSION:
        raise UpgradeRequired
    return {**(payload if "name" in payload else from_2_to_3(payload)), "version": 3}


upgrade = solution.upgrade = _guess
