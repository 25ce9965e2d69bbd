"""Thinks that a default is better than an error."""

import solution
from solution import *

FAILS = "what_is_no_profile_is_refused"
SAYS = "without play_time gave"


def _load(data: bytes) -> Profile:
    """Say that a player has never played, because a field is not there."""
    try:
        return _good(data)
    except BadPayload as error:
        if "play_time" not in str(error):
            raise
        return _good(json.dumps({"play_time": 0, **json.loads(data)}).encode())


_good = solution.load_profile
load_profile = _load
