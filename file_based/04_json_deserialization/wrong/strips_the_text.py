"""Thinks that white space around a text does not count."""

from solution import *
from solution import loads_strict as _good

FAILS = "an_error_in_the_text_has_its_place"
SAYS = "says line 1: it is in line 3"


def loads_strict(text: str | bytes) -> Any:
    """Take away the lines above an error, so that it seems to be higher up."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return _good(text.strip())
