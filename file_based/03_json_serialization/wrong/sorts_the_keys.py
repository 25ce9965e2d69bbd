"""Thinks that the order of a dict's keys means nothing."""

from solution import *
from solution import _plain

FAILS = "plain_values_stay_as_they_are"
SAYS = "in its order"


def to_json(obj: object) -> str:
    """Sort the keys, and lose their order."""
    return json.dumps(_plain(obj), allow_nan=False, sort_keys=True)
