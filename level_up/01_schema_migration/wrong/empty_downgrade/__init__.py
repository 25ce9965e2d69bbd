"""Leaves a downgrade empty, since nobody is going to need it."""

FAILS = "every_step_can_be_undone"
SAYS = "checks: ck_orders_total_cents is left"
