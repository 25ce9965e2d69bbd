"""Lets the server sleep, without a limit on the statement."""

import psycopg2

STATUS = "timeout"
POINTS = 0
SAYS = 'was still running'

def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    conn.cursor().execute("SET statement_timeout = 0")
    conn.cursor().execute("SELECT pg_sleep(3600)")


total = transfer


def __getattr__(name):
    return lambda *_: None
