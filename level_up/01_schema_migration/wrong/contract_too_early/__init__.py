"""Drops the old column without asking who needs it."""

FAILS = "contract_waits_for_the_old_version"
SAYS = "dropped orders.total while web-1 runs"
