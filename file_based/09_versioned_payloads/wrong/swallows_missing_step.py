"""Thinks that whatever upgrade raises is a fault of the payload, as long as it is not too new."""

import solution
from solution import *

FAILS = "a_missing_step_is_an_error"
SAYS = "in place of the MissingStep that an `except` had caught"


def load_profile(data: bytes) -> Profile:
    """Blame the user's file for a step that the programmer has forgotten."""
    try:
        return _good(data)
    except UpgradeRequired:
        raise
    except Exception as error:
        raise BadPayload(error) from error


_good = solution.load_profile
