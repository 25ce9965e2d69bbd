"""Leaves large objects and temporary tables, which no dropped table takes along."""

import psycopg2

STATUS = "failed error tampering timeout"
POINTS = 0

def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    with conn.cursor() as cursor:
        cursor.execute("SELECT lo_from_bytea(0, repeat('x', 1000000)::bytea) FROM generate_series(1, 20)")
        cursor.execute("CREATE TEMP TABLE big AS SELECT repeat('x', 1000) FROM generate_series(1, 20000)")


total = transfer


def __getattr__(name):
    return lambda *_: None
