"""Expects SQLite to have ALTER COLUMN."""

FAILS = "every_customer_has_a_country"
SAYS = 'near "ALTER": syntax error'
