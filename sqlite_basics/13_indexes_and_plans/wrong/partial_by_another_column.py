"""Thinks that the condition of a partial index is all that a query needs."""

import solution
from solution import *

FAILS = "what_is_not_shipped"
SAYS = "an index helps only where it leads to the rows"


solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (customer_email) WHERE shipped_at IS NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (lower(customer_email))",
)
