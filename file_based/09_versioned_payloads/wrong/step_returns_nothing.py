"""Thinks that a step has done its part when it has made the new payload."""

from collections.abc import Mapping
from typing import Any

from solution import *

FAILS = "each_step_does_its_part"
SAYS = "from_1_to_2 returned None"


def from_1_to_2(old: Mapping[str, Any], /) -> Any:
    """Forget to return it."""
    new = dict(old)
    new["play_time"] *= 60


MIGRATIONS[1] = from_1_to_2
