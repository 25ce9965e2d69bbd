"""Leaves out what is bad, and tells nobody."""

from solution import *
from solution import import_orders as good

FAILS = "one_bad_order_of_a_hundred"
SAYS = "each is reported once"


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """The good ones are stored, what more could one want?"""
    return ImportReport(good(conn, orders).stored, ())
