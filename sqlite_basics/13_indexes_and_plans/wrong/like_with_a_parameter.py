"""Thinks that LIKE with a parameter is searched like a range once the first % is gone."""

from solution import *

FAILS = "the_sales_of_a_month"
SAYS = "an index helps only where it leads to the rows"


QUERIES["of_a_month"] = """
    SELECT count(*) AS sales, sum(amount_cents) AS cents FROM sales
    WHERE sold_at LIKE :month || '%'
"""
