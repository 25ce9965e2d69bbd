"""Expects SQLite to have all of ALTER COLUMN."""

FAILS = "every_customer_has_a_country"
SAYS = "syntax error"
