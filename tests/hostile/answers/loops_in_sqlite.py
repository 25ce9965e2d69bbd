"""Lets SQLite count for ever."""

import sqlite3

STATUS = "timeout"
POINTS = 0
SAYS = 'was still running'

def add(path, *_):
    sqlite3.connect(path).execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    ).fetchall()


def __getattr__(name):
    return lambda *_: None
