"""Thinks that whatever goes wrong with an old pickle is a fault of the pickle."""

import solution
from solution import *

FAILS = "other_pickles_are_refused"
SAYS = "with no step from version 1 in MIGRATIONS"


def load_legacy_pickle(data: bytes) -> Profile:
    """Call a good pickle bad, because this program lacks a step."""
    try:
        return _good(data)
    except UpgradeRequired:
        raise
    except Exception as error:
        raise BadPayload(error) from error


_good = solution.load_legacy_pickle
