"""Thinks that everybody writes an address in the same way."""

import solution
from solution import *

FAILS = "the_sales_of_a_customer"
SAYS = "no longer finds what it found before"


QUERIES["of_a_customer"] = """
    SELECT id, sold_at, amount_cents FROM sales
    WHERE customer_email = :email ORDER BY id
"""
solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (sold_at) WHERE shipped_at IS NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (customer_email)",
)
