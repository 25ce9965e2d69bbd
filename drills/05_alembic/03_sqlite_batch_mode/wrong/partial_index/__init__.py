"""Restores the index for some of the rows alone."""

FAILS = "defaults_indexes_and_triggers_survive"
SAYS = "ON customers (lower(email)) WHERE credit_cents > 0: no index of 0001 may be lost or changed"
