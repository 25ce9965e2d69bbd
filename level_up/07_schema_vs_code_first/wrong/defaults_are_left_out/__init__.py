"""Compares what a library compares by default, which is not the defaults."""

FAILS = "each_difference_is_found"
SAYS = "only the database has the default rooms.floor; drift reports nothing"
