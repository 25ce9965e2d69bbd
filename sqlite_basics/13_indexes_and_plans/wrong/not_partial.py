"""Thinks that an index always holds all rows."""

import solution
from solution import *

FAILS = "what_is_not_shipped"
SAYS = "which holds all 20,000 sales"


solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (shipped_at, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (lower(customer_email))",
)
