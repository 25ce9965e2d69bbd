"""Restores trigger and index on the way up only: the way back rebuilds too."""

FAILS = "there_is_a_way_back"
SAYS = "after the way back to 0001, there is no index"
