"""Divides a BIGINT by an integer: the cents are gone."""

FAILS = "both_versions_see_the_same_total"
SAYS = "the old version reads 19.00"
