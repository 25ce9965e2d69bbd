"""Thinks that a step lists what it keeps."""

from collections.abc import Mapping
from typing import Any

from solution import *

FAILS = "each_step_does_its_part"
SAYS = "lost the field"


def from_2_to_3(old: Mapping[str, Any], /) -> dict[str, Any]:
    """Build a payload out of three fields."""
    return {
        "name": old["nick"],
        "play_time": old["play_time"],
        "items": dict(Counter(old["items"])),
    }


MIGRATIONS[2] = from_2_to_3
