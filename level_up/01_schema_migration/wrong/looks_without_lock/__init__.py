"""Looks who is registered and then drops, with a gap between the two."""

FAILS = "an_instance_that_is_just_starting_counts"
SAYS = "nobody may register between"
