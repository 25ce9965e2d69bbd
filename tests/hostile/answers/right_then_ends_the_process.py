"""Does one thing right, then ends the process each time: what was reported before counts."""

import os
import sqlite3

STATUS = "crash tampering"
POINTS = 1

def add(*_):
    os._exit(0)


def names(path):
    return [n for (n,) in sqlite3.connect(path).execute("SELECT name FROM products ORDER BY 1")]


def value(*_):
    os._exit(0)


def take(*_):
    os._exit(0)
