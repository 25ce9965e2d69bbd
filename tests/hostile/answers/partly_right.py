"""Two of five checks hold, and the marks say so."""

import sqlite3

STATUS = "failed"
POINTS = 2

def add(*_):
    return None


def names(path):
    return [n for (n,) in sqlite3.connect(path).execute("SELECT name FROM products ORDER BY 1")]


def value(path):
    return sqlite3.connect(path).execute(
        "SELECT COALESCE(SUM(cents * stock), 0) FROM products"
    ).fetchone()[0]


def take(*_):
    raise ValueError("never")
