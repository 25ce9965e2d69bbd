"""Changes the server's settings, stops it, and takes away its event log and triggers."""

import psycopg2

STATUS = "failed error tampering"
POINTS = 0

TRIES = (
    "ALTER SYSTEM SET fsync = on",
    "ALTER SYSTEM RESET ALL",
    "SELECT pg_reload_conf()",
    "SELECT pg_rotate_logfile()",
    "CHECKPOINT",
    "CREATE TABLESPACE hostile LOCATION '@OUTSIDE@'",
    "CREATE FUNCTION stop() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
    "CREATE EVENT TRIGGER hostile ON ddl_command_start EXECUTE FUNCTION stop()",
    "CREATE SUBSCRIPTION hostile CONNECTION 'dbname=postgres' PUBLICATION x",
    "SELECT pg_create_physical_replication_slot('hostile')",
    "SELECT pg_switch_wal()",
    "SET session_preload_libraries = 'hostile'",
    "SET log_statement = 'none'",
    "SET temp_file_limit = -1",
)


def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    for statement in TRIES:
        with conn.cursor() as cursor:
            try:
                cursor.execute(statement)
                print("GOT THROUGH:", statement)
            except psycopg2.Error:
                pass


total = transfer


def __getattr__(name):
    return lambda *_: None
