"""Thinks that an index makes ORDER BY superfluous."""

from solution import *

FAILS = "the_sales_of_a_day"
SAYS = "which ORDER BY alone promises"

QUERIES["of_a_day"] = """
    SELECT id, amount_cents FROM sales
    WHERE sold_at >= :day AND sold_at < date(:day, '+1 day')
"""
