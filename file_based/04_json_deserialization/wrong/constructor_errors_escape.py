"""Thinks that a file with the right tags has the right fields."""

import solution
from solution import *

FAILS = "broken_documents_are_refused"
SAYS = "TypeError"


class _Error(Exception):
    """Stands for TypeError in the solution, and catches nothing."""


solution.TypeError = _Error  # type: ignore[attr-defined]
