"""Begins a transaction with SET, so that Alembic leaves the commit to it."""

FAILS = "a_step_is_taken_and_saved"
SAYS = "everybody else sees the revision 0001"
