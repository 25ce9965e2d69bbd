"""Fills the disk with a table and with temporary files, in a query that nobody waits for."""

import psycopg2

STATUS = "failed error timeout tampering"
POINTS = 0

def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    with conn.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("CREATE TABLE big AS SELECT repeat(md5(n::text), 60) FROM generate_series(1, 100000000) n")


def total(dsn):
    conn = psycopg2.connect(dsn)
    with conn.cursor() as cursor:
        cursor.execute("SELECT n::text || repeat('x', 500) AS t FROM generate_series(1, 100000000) n ORDER BY 1 LIMIT 1")


def __getattr__(name):
    return lambda *_: None
