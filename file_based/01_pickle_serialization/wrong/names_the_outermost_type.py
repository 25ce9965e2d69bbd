"""Thinks that the object itself is always what cannot be pickled."""

from solution import *

FAILS = "the_reason_names_the_type"
SAYS = "inside a dict"


def why_not_picklable(obj: object) -> str | None:
    """Blame the dict for the lock in it."""
    try:
        pickle.dumps(obj)
    except Exception:
        return f"{type(obj).__name__} cannot be pickled"
    return None
