"""Thinks that whatever goes wrong while loading is a bad payload."""

import solution
from solution import *

FAILS = "a_newer_version_is_refused"
SAYS = "raised BadPayload (“bad”) in place of the UpgradeRequired"


def load_profile(data: bytes) -> Profile:
    """Catch the error that the user should see."""
    try:
        return _good(data)
    except MissingStep:
        raise
    except Exception as error:
        raise BadPayload("bad") from error


_good = solution.load_profile
