"""Gives the new rule no name."""

FAILS = "credit_has_a_ceiling"
SAYS = "needs the name"
