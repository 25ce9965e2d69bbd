"""Thinks that nobody ever goes back."""

FAILS = "there_is_a_way_back"
SAYS = "it was VARCHAR(100)"
