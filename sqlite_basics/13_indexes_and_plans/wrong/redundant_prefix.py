"""Thinks that an index on (a, b) cannot find by a alone."""

import solution
from solution import *

FAILS = "no_index_is_superfluous"
SAYS = "an index on (a, b) also serves"


solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (sold_at) WHERE shipped_at IS NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (lower(customer_email))",
    "CREATE INDEX IF NOT EXISTS sales_only_category ON sales (category)",
)
