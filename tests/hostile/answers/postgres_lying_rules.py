"""Adds rules, triggers and policies to the table, so that what checks write and read is another."""

import psycopg2
from psycopg2.extensions import parse_dsn

STATUS = "failed"
POINTS = 0

def transfer(dsn, *_):
    name = parse_dsn(dsn)["dbname"]
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    for statement in (
        "CREATE RULE hostile AS ON DELETE TO accounts DO INSTEAD NOTHING",
        f"ALTER TABLE accounts OWNER TO {name}",
        "ALTER TABLE accounts ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE accounts FORCE ROW LEVEL SECURITY",
        "CREATE POLICY hostile ON accounts USING (false)",
    ):
        conn.cursor().execute(statement)


def total(dsn):
    return 1030


def __getattr__(name):
    return lambda *_: None
