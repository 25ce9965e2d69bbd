"""Thinks that more indexes are better."""

import solution
from solution import *

FAILS = "no_index_is_superfluous"
SAYS = "no query uses"


solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (sold_at) WHERE shipped_at IS NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (lower(customer_email))",
    "CREATE INDEX IF NOT EXISTS sales_all_of_it ON sales (customer_email, amount_cents)",
    "CREATE INDEX IF NOT EXISTS sales_kind ON sales (amount_cents, category)",
)
