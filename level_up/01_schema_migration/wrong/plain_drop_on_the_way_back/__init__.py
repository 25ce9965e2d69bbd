"""Thinks that only building an index takes long: its DROP waits, and everybody behind it."""

FAILS = "orders_come_in_while_the_index_is_dropped"
SAYS = "while the downgrade of 0003 waited to drop its index, an INSERT got no lock"
