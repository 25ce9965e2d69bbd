"""Thinks that what this program does not know is not needed."""

import solution
from solution import *

FAILS = "unknown_fields_survive"
SAYS = "extra has no field 'theme'"


def load_profile(data: bytes) -> Profile:
    """Take the known fields only."""
    profile = _good(data)
    profile.extra = {}
    return profile


_good = solution.load_profile
