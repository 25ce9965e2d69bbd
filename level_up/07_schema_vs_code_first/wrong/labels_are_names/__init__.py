"""Makes the database's enum of the names of the Python one."""

FAILS = "create_all_makes_the_target"
SAYS = "missing: column orders.status: order_status"
