"""Thinks that a step is registered under the version that it leads to."""

from solution import *

FAILS = "steps_are_registered"
SAYS = "MIGRATIONS has steps from the versions [2, 3]"


MIGRATIONS.clear()
MIGRATIONS.update({2: from_1_to_2, 3: from_2_to_3})
