"""Thinks that tuple() refuses what is no list."""

import solution
from solution import *

FAILS = "broken_documents_are_refused"
SAYS = "a tuple whose v is a text gave no error"


solution.REGISTRY["tuple"] = (object, tuple)
