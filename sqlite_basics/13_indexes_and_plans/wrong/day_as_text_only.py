"""Thinks that a day is over at 23:59."""

from solution import *

FAILS = "the_sales_of_a_day"
SAYS = "no longer finds what it found before"


QUERIES["of_a_day"] = """
    SELECT id, amount_cents FROM sales
    WHERE sold_at >= :day AND sold_at < :day || 'T23:59' ORDER BY sold_at, id
"""
