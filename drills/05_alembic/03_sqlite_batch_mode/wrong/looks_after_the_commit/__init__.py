"""Looks for orphans when they are committed already."""

FAILS = "orphans_are_refused"
SAYS = "refers to a customer that does not exist"
