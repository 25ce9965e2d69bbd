"""Thinks that a list of bad types is the same as asking pickle."""

import io
import threading
from types import FunctionType, GeneratorType

from solution import *

FAILS = "the_reason_names_the_type"
SAYS = "cannot be pickled, and the answer was None"

CULPRITS = (FunctionType, GeneratorType, io.IOBase, type(threading.Lock()))


def why_not_picklable(obj: object) -> str | None:
    """Look only at the outside, and only for what is on the list."""
    return f"{type(obj).__name__} cannot be pickled" if isinstance(obj, CULPRITS) else None
