"""Takes the number of orders for the last id: ids have gaps where orders were deleted."""

FAILS = "backfill_fills_every_order"
SAYS = "2 of 5 rows are not right"
