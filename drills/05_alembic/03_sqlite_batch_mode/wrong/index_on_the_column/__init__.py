"""Restores an index of that name, on the plain column."""

FAILS = "defaults_indexes_and_triggers_survive"
SAYS = "found CREATE INDEX ix_customers_lower_email ON customers (email)"
