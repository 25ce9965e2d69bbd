"""Cuts the product off: on SQLite 19.99 * 100 is 1998.9999999999998."""

FAILS = "backfill_fills_every_order"
SAYS = "every order has its total in cents"
