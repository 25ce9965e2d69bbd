"""Thinks that BETWEEN leaves out its upper end."""

from solution import *

FAILS = "the_sales_of_a_day"
SAYS = "no longer finds what it found before"


QUERIES["of_a_day"] = """
    SELECT id, amount_cents FROM sales
    WHERE sold_at BETWEEN :day AND date(:day, '+1 day') || 'T00:00:00Z' ORDER BY sold_at, id
"""
