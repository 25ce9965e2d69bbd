"""Thinks that the copy method of UserList knows about maxlen."""

from solution import *

FAILS = "a_bounded_list_stays_bounded"
SAYS = "missing 1 required keyword-only argument: 'maxlen'"


del BoundedList.copy
