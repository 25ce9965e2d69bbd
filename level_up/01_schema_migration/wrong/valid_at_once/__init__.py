"""Adds the rule for all rows at once, and reads them under the strongest lock."""

FAILS = "new_orders_obey_the_rules"
SAYS = "0004 stopped at an old order"
