"""Thinks that a Decimal has no end."""

import solution
from solution import *

FAILS = "numbers_are_exact"
SAYS = "1e9999999999999999999 gave InvalidOperation"


solution._number = Decimal
