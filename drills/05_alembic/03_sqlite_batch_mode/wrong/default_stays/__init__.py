"""Forgets to take the default of country away again."""

FAILS = "there_is_a_way_back"
SAYS = "still has the default"
