"""Compares the kind of a type, and not its length."""

FAILS = "each_difference_is_found"
SAYS = "the type of rooms.name is not the same"
