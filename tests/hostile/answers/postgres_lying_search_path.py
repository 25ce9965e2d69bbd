"""Sets, for its role and database, a search path on which functions of its own come first."""

import psycopg2
from psycopg2.extensions import parse_dsn

STATUS = "failed"
POINTS = 0

def transfer(dsn, *_):
    name = parse_dsn(dsn)["dbname"]
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    conn.cursor().execute(
        f"CREATE SCHEMA hostile;"
        f"CREATE TABLE hostile.accounts (id int, cents int);"
        f"ALTER ROLE {name} SET search_path = hostile, public, pg_catalog;"
        f"ALTER DATABASE {name} SET search_path = hostile, public, pg_catalog;"
        f"CREATE FUNCTION hostile.count(int) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';"
    )


def total(dsn):
    transfer(dsn)


def __getattr__(name):
    return lambda *_: None
