"""Leaves the names of constraints to the database."""

FAILS = "create_all_makes_the_target"
SAYS = "constraint ck_"
