"""Thinks that a member of an Enum is its value."""

from typing import Any

import solution
from solution import *
from solution import _plain as _good

FAILS = "tuples_and_enums_keep_their_types"
SAYS = "Level.HIGH: 2> was written as 2"


def _plain(obj: Any) -> Any:
    """Write an IntEnum as a number, as json does."""
    return _good(obj.value) if isinstance(obj, Enum) else _good(obj)


solution._plain = _plain
