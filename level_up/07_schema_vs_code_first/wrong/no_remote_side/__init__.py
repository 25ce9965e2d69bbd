"""Leaves out which side of a self reference is the remote one."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "both of the same direction"
