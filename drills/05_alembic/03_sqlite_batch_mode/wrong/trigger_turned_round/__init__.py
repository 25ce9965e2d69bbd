"""Restores the trigger from memory: it logs the new credit as the old one."""

FAILS = "defaults_indexes_and_triggers_survive"
SAYS = "(old, new) are [(9, 0)]"
