"""Reads totals, computes in Python and writes back over what has changed meanwhile."""

FAILS = "backfill_gives_way_to_the_app"
SAYS = "written back over a newer one"
