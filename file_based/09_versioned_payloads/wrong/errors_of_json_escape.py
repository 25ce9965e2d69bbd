"""Thinks that the caller knows that the bytes are JSON."""

from solution import *
from solution import _profile

FAILS = "what_is_no_profile_is_refused"
SAYS = "raised JSONDecodeError"


def load_profile(data: bytes) -> Profile:
    """Let the errors of another layer through."""
    return _profile(json.loads(data))
