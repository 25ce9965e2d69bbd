"""Thinks that SQLite knows that coalesce(x, '') = '' means NULL."""

from solution import *

FAILS = "what_is_not_shipped"
SAYS = "an index helps only where it leads to the rows"


QUERIES["not_shipped"] = """
    SELECT id, customer_email, sold_at FROM sales
    WHERE coalesce(shipped_at, '') = '' ORDER BY sold_at, id
"""
