"""Lets a foreign key point to a class; it points to a column of a table."""

FAILS = "create_all_makes_the_target"
SAYS = "code_first.py, line 45: NoForeignKeysError"
