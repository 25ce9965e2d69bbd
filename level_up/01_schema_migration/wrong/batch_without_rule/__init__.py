"""Forgets on SQLite the rule that PostgreSQL has got in 0004."""

FAILS = "all_orders_obey_the_rules"
SAYS = "one with the name of the model is needed"
