"""Takes the very advisory locks by which runs know each other, and thousands more."""

import psycopg2

STATUS = "failed error tampering timeout"
POINTS = 0

left = []


def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    left.append(conn)
    with conn.cursor() as cursor:
        for first in (0x44524C31, 0x44524C32):
            cursor.execute("SELECT pg_try_advisory_lock(%s, n) FROM generate_series(1, 500) n", (first,))
        cursor.execute("SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' LIMIT 1000")
        for (number,) in cursor.fetchall():
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s::bigint::int)", (0x44524C31, min(number, 2**31 - 1)))


total = transfer


def __getattr__(name):
    return lambda *_: None
