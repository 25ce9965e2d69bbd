"""Thinks that = NULL finds NULL."""

from solution import *

FAILS = "what_is_not_shipped"
SAYS = "no longer finds what it found before"


QUERIES["not_shipped"] = """
    SELECT id, customer_email, sold_at FROM sales
    WHERE shipped_at = NULL ORDER BY sold_at, id
"""
