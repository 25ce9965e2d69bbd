"""Thinks that a dict comes back with the keys it had."""

from typing import Any

import solution
from solution import *
from solution import _plain

FAILS = "keys_keep_their_types"
SAYS = "json turns every key into a text"


def _plain_dict(obj: dict[Any, Any]) -> dict[str, Any]:
    """Leave the keys to json."""
    if "$type" in obj:
        return {"$type": "dict", "v": [[_plain(k), _plain(v)] for k, v in obj.items()]}
    return {str(key): _plain(value) for key, value in obj.items()}


solution._plain_dict = _plain_dict
