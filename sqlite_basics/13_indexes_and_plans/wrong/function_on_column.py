"""Thinks that an index on a column also serves a function of the column."""

from solution import *

FAILS = "the_sales_of_a_day"
SAYS = "an index helps only where it leads to the rows"


QUERIES["of_a_day"] = """
    SELECT id, amount_cents FROM sales
    WHERE date(sold_at) = :day ORDER BY sold_at, id
"""
