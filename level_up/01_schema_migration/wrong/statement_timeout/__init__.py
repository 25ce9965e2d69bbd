"""Limits how long a statement runs, not how long it waits: it is cancelled."""

FAILS = "a_step_gives_up_before_others_notice"
SAYS = "raised OperationalError (canceling statement"
