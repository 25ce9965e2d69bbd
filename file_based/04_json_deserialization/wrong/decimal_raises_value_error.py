"""Thinks that Decimal raises ValueError for a text that is no number."""

import solution
from solution import *

FAILS = "broken_documents_are_refused"
SAYS = "a decimal that is no number gave InvalidOperation"


class _Error(Exception):
    """Stands for ArithmeticError in the solution, and catches nothing."""


solution.ArithmeticError = _Error  # type: ignore[attr-defined]
