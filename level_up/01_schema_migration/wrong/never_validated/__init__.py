"""Leaves the rule unproven: nobody can rely on it for old orders."""

FAILS = "all_orders_obey_the_rules"
SAYS = "0005 ran although an order had -5 cents"
