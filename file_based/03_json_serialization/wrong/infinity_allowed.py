"""Thinks that NaN is the only number that JSON does not have."""

from solution import *
from solution import _plain

FAILS = "the_text_is_strict_json"
SAYS = "inf gave Infinity"


def to_json(obj: object) -> str:
    """Look for NaN in the text, and let the infinities pass."""
    text = json.dumps(_plain(obj))
    if "NaN" in text:
        raise ValueError("NaN")
    return text
