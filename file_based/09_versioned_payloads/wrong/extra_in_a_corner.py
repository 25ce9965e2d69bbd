"""Thinks that it does not matter where unknown fields are written."""

import solution
from solution import *

FAILS = "unknown_fields_survive"
SAYS = "beside the known ones"


def dump_profile(profile: Profile) -> bytes:
    """Put them into a field of their own, where nobody looks for them."""
    payload = json.loads(_good(Profile(profile.name, profile.play_time, profile.items)))
    return json.dumps(payload | ({"extra": profile.extra} if profile.extra else {})).encode()


_good = solution.dump_profile
