"""Thinks that an index on a column serves lower() of it."""

import solution
from solution import *

FAILS = "the_sales_of_a_customer"
SAYS = "an index helps only where it leads to the rows"


solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (sold_at) WHERE shipped_at IS NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (customer_email)",
)
