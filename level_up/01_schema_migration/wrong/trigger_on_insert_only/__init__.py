"""Fills the new column when an order is inserted, and never again."""

FAILS = "both_versions_see_the_same_total"
SAYS = "the old one then sets 0.29"
