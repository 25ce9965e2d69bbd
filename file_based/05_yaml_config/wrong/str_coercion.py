"""Thinks that str() gives back what the author wrote."""

from solution import *

FAILS = "words_that_yaml_retypes_are_reported"
SAYS = "cannot be turned back"


def _text(value: object) -> str:
    """Make "False" of no, and "1.1" of 1.10."""
    return str(value)


for _key in ("name", "country", "version", "opens", "zip"):
    READERS[_key] = _text
