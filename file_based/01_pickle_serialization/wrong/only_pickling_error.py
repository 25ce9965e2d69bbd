"""Thinks that pickle raises PicklingError for everything that it cannot do."""

from solution import *

FAILS = "the_reason_names_the_type"
SAYS = "TypeError"


def why_not_picklable(obj: object) -> str | None:
    """Let TypeError and AttributeError through."""
    try:
        pickle.dumps(obj)
    except (pickle.PicklingError, AttributeError) as error:
        return f"{type(obj).__name__}: {error}"
    return None
