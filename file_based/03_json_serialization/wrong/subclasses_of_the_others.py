"""Thinks that only containers and texts have subclasses."""

from typing import Any

import solution
from solution import *
from solution import _plain as _good

FAILS = "other_types_are_refused"
SAYS = "it could only come back as something else"


def _plain(obj: Any) -> Any:
    """Write any kind of datetime as a datetime, and any kind of Decimal as a Decimal."""
    if not isinstance(obj, Enum) and not hasattr(obj, "_fields"):
        for kind, (tag, form) in FORMS.items():
            if isinstance(obj, kind):
                return {"$type": tag, "v": form(obj)}
    return _good(obj)


solution._plain = _plain
