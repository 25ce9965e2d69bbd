"""Thinks that a payload without a version is of the current one."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "older_versions_load"
SAYS = "no version, which is version 1"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Forget that the first program wrote no version."""
    return _good(payload if "version" in payload else {**payload, "version": 2})


_good = solution.upgrade
upgrade = solution.upgrade = _upgrade
