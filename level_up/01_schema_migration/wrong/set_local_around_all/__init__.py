"""Puts one transaction around timeout and step: no revision can leave it."""

FAILS = "a_step_may_leave_its_transaction"
SAYS = "run_step had begun a transaction before Alembic got the connection"
