"""Copies from the old column only: the old version does not see what the new one writes."""

FAILS = "both_versions_see_the_same_total"
SAYS = "null value in column"
