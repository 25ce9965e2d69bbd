"""Thinks that an index on the column in WHERE is all that a query needs."""

import solution
from solution import *

FAILS = "the_last_sales_of_a_category"
SAYS = "USE TEMP B-TREE FOR ORDER BY"


solution.INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (sold_at) WHERE shipped_at IS NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (lower(customer_email))",
)
