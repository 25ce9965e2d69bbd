"""Drops the column and leaves the trigger that fills it."""

FAILS = "contract_waits_for_the_old_version"
SAYS = "after 0006 the new version gets"
