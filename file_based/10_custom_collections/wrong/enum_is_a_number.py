"""Thinks that what isinstance calls an int or a str is a plain one."""

import solution
from solution import *

FAILS = "other_types_are_refused"
SAYS = "an HTTPStatus, which is a subclass of int was accepted"


def _to_jsonable(obj: Any) -> Any:
    """Let an enum's member become the number that it stands for."""
    return obj if isinstance(obj, (int, float, str)) else _good(obj)


_good = solution.to_jsonable
to_jsonable = solution.to_jsonable = _to_jsonable
