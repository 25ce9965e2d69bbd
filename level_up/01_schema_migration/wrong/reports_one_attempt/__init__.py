"""Counts the attempt that succeeded, and not those before it."""

FAILS = "a_step_is_tried_again"
SAYS = "attempts were in vain before the one that succeeded"
