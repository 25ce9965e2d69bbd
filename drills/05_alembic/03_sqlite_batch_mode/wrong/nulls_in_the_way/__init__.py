"""Makes a column NOT NULL while it holds NULLs."""

FAILS = "every_customer_has_a_country"
SAYS = "NOT NULL constraint failed"
