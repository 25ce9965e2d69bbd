"""Adds in Python: the checks cannot tell, and need not."""

from collections.abc import Sequence
from pathlib import Path


def total(path: Path, numbers: Sequence[int]) -> int:
    """The sum of the numbers."""
    return sum(numbers)
