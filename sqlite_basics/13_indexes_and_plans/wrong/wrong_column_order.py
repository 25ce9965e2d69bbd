"""Thinks that the order of an index's columns does not matter."""

import solution
from solution import *

FAILS = "the_last_sales_of_a_category"
SAYS = "an index helps only where it leads to the rows"


solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (sold_at, category)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (sold_at) WHERE shipped_at IS NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (lower(customer_email))",
)
