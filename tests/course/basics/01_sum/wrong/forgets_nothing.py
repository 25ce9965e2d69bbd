"""Thinks that there is always a first number."""

from solution import *
from solution import total as _good

FAILS = "adds_nothing"
SAYS = "an empty sum is 0"


def total(path: Path, numbers: Sequence[int]) -> int | None:
    """The sum of the numbers, None where there are none."""
    return _good(path, numbers) if numbers else None
