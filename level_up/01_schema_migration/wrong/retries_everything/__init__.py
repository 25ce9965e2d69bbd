"""Tries again whatever the error is."""

FAILS = "other_errors_are_not_tried_again"
SAYS = "went on and took the step"
