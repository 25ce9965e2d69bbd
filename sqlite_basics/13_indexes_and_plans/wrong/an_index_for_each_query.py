"""Thinks that each query needs an index of its own."""

import solution
from solution import *

FAILS = "four_indexes_are_enough"
SAYS = "there are 5 indexes"


QUERIES["of_a_month"] = """
    SELECT count(*) AS sales, sum(amount_cents) AS cents FROM sales
    WHERE substr(sold_at, 1, 7) = :month
"""
solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (sold_at) WHERE shipped_at IS NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (lower(customer_email))",
    "CREATE INDEX IF NOT EXISTS sales_month ON sales (substr(sold_at, 1, 7), amount_cents)",
)
