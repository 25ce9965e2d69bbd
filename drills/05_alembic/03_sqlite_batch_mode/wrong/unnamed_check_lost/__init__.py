"""Expects a batch to carry over a CHECK that has no name."""

FAILS = "rules_without_a_name_survive"
SAYS = "a customer with a negative credit is accepted"
