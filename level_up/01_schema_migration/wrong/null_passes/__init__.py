"""Takes CHECK (total_cents >= 0) for a rule against NULL."""

FAILS = "new_orders_obey_the_rules"
SAYS = "NULL >= 0 is not false"
