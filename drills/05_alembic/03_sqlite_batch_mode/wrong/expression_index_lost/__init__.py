"""Expects a batch to carry over an index on an expression."""

FAILS = "defaults_indexes_and_triggers_survive"
SAYS = "no index ix_customers_lower_email"
