"""Leaves a lock on the table in a session that stays open."""

import psycopg2

STATUS = "timeout failed error tampering"
POINTS = 0

left = []


def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    conn.cursor().execute("LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE")
    left.append(conn)


def __getattr__(name):
    return lambda *_: None
