"""Expects a batch to carry over a UNIQUE that has no name."""

FAILS = "rules_without_a_name_survive"
SAYS = "a second customer with the same email is accepted"
