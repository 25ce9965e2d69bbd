"""Thinks that LIKE can use an index wherever the % stands."""

from solution import *

FAILS = "the_sales_of_a_month"
SAYS = "an index helps only where it leads to the rows"


QUERIES["of_a_month"] = """
    SELECT count(*) AS sales, sum(amount_cents) AS cents FROM sales
    WHERE sold_at LIKE '%' || :month || '%'
"""
