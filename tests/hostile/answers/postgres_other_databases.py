"""Connects to every database that the server has but its own."""

import psycopg2
from psycopg2.extensions import parse_dsn

STATUS = "failed error tampering"
POINTS = 0

def transfer(dsn, *_):
    own = parse_dsn(dsn)["dbname"]
    conn = psycopg2.connect(dsn)
    with conn.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        names = [name for (name,) in cursor]
    for name in names:
        if name != own:
            try:
                psycopg2.connect(dsn, dbname=name).close()
                print("GOT THROUGH: connected to", name)
            except psycopg2.Error:
                pass


total = transfer


def __getattr__(name):
    return lambda *_: None
