"""Leaves queries running on the server that nobody waits for."""

import psycopg2
import select

STATUS = "failed error timeout tampering"
POINTS = 0

left = []


def transfer(dsn, *_):
    import psycopg2.extras

    for _ in range(3):
        conn = psycopg2.connect(dsn)
        with conn.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        conn.commit()
        left.append(psycopg2.connect(dsn, async_=1))
        psycopg2.extras.wait_select(left[-1])
        left[-1].cursor().execute("SELECT count(*) FROM generate_series(1, 1000000000000)")


total = transfer


def __getattr__(name):
    return lambda *_: None
