"""Thinks that a subclass of list is a list with another name."""

import solution
from solution import *

FAILS = "other_types_are_refused"
SAYS = "a Lines, which is a subclass of list was accepted"


def _to_jsonable(obj: Any) -> Any:
    """Lose the class, as json does."""
    return [to_jsonable(item) for item in obj] if isinstance(obj, list) else _good(obj)


_good = solution.to_jsonable
to_jsonable = solution.to_jsonable = _to_jsonable
