"""Does not look for orphans before it commits."""

FAILS = "orphans_are_refused"
SAYS = "refers to a customer that does not exist"
