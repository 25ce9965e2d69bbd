"""Fills a column only where it is empty: later changes stay where they were made."""

FAILS = "both_versions_see_the_same_total"
SAYS = "the old one then sets 0.29"
