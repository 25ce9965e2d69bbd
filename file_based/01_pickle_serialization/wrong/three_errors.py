"""Thinks that the exceptions in the manual are all that can come out of pickle."""

from solution import *

FAILS = "any_error_is_a_reason"
SAYS = "pickle asks the objects themselves"


def why_not_picklable(obj: object) -> str | None:
    """Forget that pickle calls methods of the object."""
    try:
        pickle.dumps(obj)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        return f"{type(obj).__name__}: {error}"
    return None
