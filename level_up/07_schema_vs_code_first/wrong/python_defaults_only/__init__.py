"""Gives defaults in Python: other programs, and the schema, know nothing of them."""

FAILS = "create_all_makes_the_target"
SAYS = "missing: column orders.created_at"
