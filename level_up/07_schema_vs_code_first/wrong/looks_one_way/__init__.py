"""Asks what the models have and the database has not, and never the other way round."""

FAILS = "each_difference_is_found"
SAYS = "only the database has the table cheap; drift reports nothing"
