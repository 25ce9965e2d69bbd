"""Thinks that the constructor of a Decimal looks whether it gets a text."""

import solution
from solution import *

FAILS = "broken_documents_are_refused"
SAYS = "a decimal whose v is no text gave no error"


solution.REGISTRY["decimal"] = (object, Decimal)
