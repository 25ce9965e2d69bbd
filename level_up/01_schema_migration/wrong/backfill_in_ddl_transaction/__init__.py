"""Fills the column in the migration: all rows stay locked until it ends."""

FAILS = "expand_touches_no_row"
SAYS = "0002 wrote 5 of 5 orders"
