"""Leaves a column nullable, for its CHECK will do."""

from solution import *

FAILS = "null_is_no_way_around"
SAYS = "stored no age"


_table = Base.metadata.tables["users"]
_table.c.age.nullable = True
