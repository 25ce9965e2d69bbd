"""Thinks that a month ends where its last day begins."""

from solution import *

FAILS = "the_sales_of_a_month"
SAYS = "no longer finds what it found before"


QUERIES["of_a_month"] = """
    SELECT count(*) AS sales, sum(amount_cents) AS cents FROM sales
    WHERE sold_at >= :month AND sold_at <= :month || '-31'
"""
