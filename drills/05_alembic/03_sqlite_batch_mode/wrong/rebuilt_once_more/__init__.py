"""Restores the trigger after the first rebuild, and forgets that the second is one too."""

FAILS = "credit_has_a_ceiling"
SAYS = "made 0 rows in credit_log"
