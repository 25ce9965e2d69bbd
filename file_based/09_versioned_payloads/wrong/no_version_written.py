"""Thinks that the version can be told from the fields later."""

import solution
from solution import *

FAILS = "a_profile_of_today_comes_back"
SAYS = "what dump_profile wrote has no field 'version'"


def dump_profile(profile: Profile) -> bytes:
    """Write no version, like the very first program."""
    payload = json.loads(_good(profile))
    del payload["version"]
    return json.dumps(payload).encode()


_good = solution.dump_profile
