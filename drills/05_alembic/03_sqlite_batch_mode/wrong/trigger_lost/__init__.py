"""Forgets that a trigger is dropped with its table."""

FAILS = "defaults_indexes_and_triggers_survive"
SAYS = "made 0 rows in credit_log"
