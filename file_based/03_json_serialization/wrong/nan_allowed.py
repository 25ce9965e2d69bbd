"""Thinks that what json.dumps writes is always JSON."""

from solution import *
from solution import _plain

FAILS = "the_text_is_strict_json"
SAYS = "strict JSON has no NaN"


def to_json(obj: object) -> str:
    """Leave allow_nan as it is."""
    return json.dumps(_plain(obj))
