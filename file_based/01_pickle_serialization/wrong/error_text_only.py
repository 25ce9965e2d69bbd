"""Thinks that every error has a text."""

from solution import *

FAILS = "any_error_is_a_reason"
SAYS = "an error may have no text"


def why_not_picklable(obj: object) -> str | None:
    """Return an empty reason for an error without one."""
    try:
        pickle.dumps(obj)
    except Exception as error:
        return str(error)
    return None
