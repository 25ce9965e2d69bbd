"""Expects SQLite to add a rule to a table that is there."""

FAILS = "credit_has_a_ceiling"
SAYS = "must be made anew"
