"""An honest answer that warns its caller: no attack, and not to be taken for one."""

import logging
import sqlite3
import traceback
import warnings

STATUS = "failed"
POINTS = 2

def add(*_):
    warnings.warn("this is slow", stacklevel=2)
    logging.getLogger(__name__).warning("slow")
    try:
        raise KeyError("gone")
    except KeyError:
        logging.getLogger(__name__).exception("gone")
        traceback.print_exc()
        traceback.format_stack()
    return None


def names(path):
    add()
    return [n for (n,) in sqlite3.connect(path).execute("SELECT name FROM products ORDER BY 1")]


def value(path):
    add()
    return sqlite3.connect(path).execute(
        "SELECT COALESCE(SUM(cents * stock), 0) FROM products"
    ).fetchone()[0]


def take(*_):
    raise ValueError("never")
