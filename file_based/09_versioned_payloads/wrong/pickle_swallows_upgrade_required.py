"""Thinks that whatever goes wrong while an old pickle is read is the pickle's fault."""

import solution
from solution import *

FAILS = "other_pickles_are_refused"
SAYS = "a pickled player of version 4 raised BadPayload"


def load_legacy_pickle(data: bytes) -> Profile:
    """Upgrade inside of the same try in which pickle loads."""
    try:
        return _good(data)
    except Exception as error:
        raise BadPayload("bad") from error


_good = solution.load_legacy_pickle
