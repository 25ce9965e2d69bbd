"""Thinks that minutes become seconds by a division."""

from collections.abc import Mapping
from typing import Any

from solution import *

FAILS = "each_step_does_its_part"
SAYS = "'play_time' is 1.5 and not 5400"


def from_1_to_2(old: Mapping[str, Any], /) -> dict[str, Any]:
    """Make hours of minutes."""
    return {**old, "play_time": old["play_time"] / 60}


MIGRATIONS[1] = from_1_to_2
