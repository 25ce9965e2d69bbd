"""Thinks that IS NOT NULL picks what is not there."""

import solution
from solution import *

FAILS = "what_is_not_shipped"
SAYS = "an index helps only where it leads to the rows"


solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (sold_at) WHERE shipped_at IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (lower(customer_email))",
)
