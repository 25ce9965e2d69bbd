"""Asks for the lock again at once, ahead of those who had to wait behind the step."""

FAILS = "a_step_is_tried_again"
SAYS = "it rests for 50 ms at least"
