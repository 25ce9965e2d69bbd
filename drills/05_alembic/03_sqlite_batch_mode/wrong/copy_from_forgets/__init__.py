"""Describes the old table to the batch, and leaves out what it does not change."""

FAILS = "defaults_indexes_and_triggers_survive"
SAYS = "both have a default"
