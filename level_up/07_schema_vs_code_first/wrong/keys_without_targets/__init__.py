"""Compares where foreign keys start, and not where they lead."""

FAILS = "each_difference_is_found"
SAYS = "the foreign key of Guest Book(room_id) is not the same"
