"""Compares constraints by their names."""

FAILS = "no_drift_where_there_is_none"
SAYS = "drift reports ('unique'"
