"""Thinks that a value which was written as text can be told from a text."""

from solution import *

FAILS = "values_without_a_form_are_tagged"
SAYS = "JSON has no form for this type"


def to_json(obj: object) -> str:
    """Make a text of everything that json cannot write."""
    return json.dumps(obj, default=str, allow_nan=False)
