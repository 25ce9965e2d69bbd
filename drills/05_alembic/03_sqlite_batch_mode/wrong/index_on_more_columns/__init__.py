"""Restores the index with one column more."""

FAILS = "defaults_indexes_and_triggers_survive"
SAYS = "found CREATE INDEX ix_customers_lower_email ON customers (lower(email), country)"
