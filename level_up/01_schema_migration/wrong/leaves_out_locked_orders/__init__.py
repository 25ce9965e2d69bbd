"""Passes over orders that somebody holds, and does not come back for them."""

FAILS = "backfill_gives_way_to_the_app"
SAYS = "were not filled"
