"""Sends SQLite's CREATE TRIGGER to PostgreSQL."""

FAILS = "every_customer_has_a_country"
SAYS = "SyntaxError"
