"""Sends a statement before Alembic starts: its transaction is then somebody else's to commit."""

FAILS = "migrations_run_and_are_saved"
SAYS = "must be committed"
