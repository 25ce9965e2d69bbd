"""Restores the trigger without OF: it logs changes of other columns too."""

FAILS = "defaults_indexes_and_triggers_survive"
SAYS = "made 2 rows in credit_log"
