"""Copies the table on PostgreSQL too."""

FAILS = "every_customer_has_a_country"
SAYS = "depend on it"
