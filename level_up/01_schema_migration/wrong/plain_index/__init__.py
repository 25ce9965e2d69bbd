"""Builds the index in the ordinary way, which keeps writers out."""

FAILS = "orders_come_in_while_the_index_is_built"
SAYS = "an INSERT got no lock"
