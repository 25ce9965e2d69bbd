"""Asks for CONCURRENTLY inside the transaction of the revision."""

FAILS = "orders_come_in_while_the_index_is_built"
SAYS = "cannot run inside a transaction block"
