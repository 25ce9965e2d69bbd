"""Fills everything in one statement."""

FAILS = "backfill_works_in_small_transactions"
SAYS = "one transaction wrote 57 orders"
