"""Expects Alembic to add a rule to a table of SQLite without a batch."""

FAILS = "credit_has_a_ceiling"
SAYS = "must be made anew"
