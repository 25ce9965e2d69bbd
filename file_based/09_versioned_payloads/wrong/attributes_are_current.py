"""Thinks that the attributes of an old object are fields of today."""

import solution
from solution import *
from solution import _LegacyUnpickler

FAILS = "old_pickles_load"
SAYS = "which takes the same steps"


def load_legacy_pickle(data: bytes) -> Profile:
    """Read the attributes and skip the steps that change them."""
    profile = _good(data)
    old = _LegacyUnpickler(io.BytesIO(data)).load()
    return Profile(profile.name, vars(old)["play_time"], profile.items, profile.extra)


_good = solution.load_legacy_pickle
