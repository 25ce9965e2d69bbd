"""Thinks that list() makes a list of one word."""

import solution
from solution import *

FAILS = "other_types_are_reported"
SAYS = "`admins: ada` gave no error"


READERS["admins"] = lambda value: tuple(solution._text(admin) for admin in list(value))
