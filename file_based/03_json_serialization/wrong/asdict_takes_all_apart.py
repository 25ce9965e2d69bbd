"""Thinks that dataclasses.asdict opens only the outermost dataclass."""

from typing import Any

import solution
from solution import *
from solution import _plain as _good

FAILS = "dataclasses_are_tagged"
SAYS = "also those inside another one"


def _plain(obj: Any) -> Any:
    """Lose the classes of the dataclasses inside."""
    if dataclasses.is_dataclass(obj) and not isinstance(obj, type):
        return {"$type": type(obj).__name__, "v": _good(dataclasses.asdict(obj))}
    return _good(obj)


solution._plain = _plain
