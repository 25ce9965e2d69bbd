"""Gives a connection back to the pool with its lock_timeout."""

FAILS = "a_step_is_taken_and_saved"
SAYS = "has lock_timeout = 200ms"
