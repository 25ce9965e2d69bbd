"""Adds the column NOT NULL with a default, so that nothing tells filled orders from others."""

FAILS = "expand_touches_no_row"
SAYS = "total_cents is BIGINT NOT NULL"
