"""Gives itself every right that a role can have, and those of the server's own roles."""

import psycopg2

STATUS = "failed error tampering"
POINTS = 0

TRIES = (
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE CURRENT_USER CREATEDB CREATEROLE",
    "ALTER ROLE CURRENT_USER BYPASSRLS REPLICATION",
    "SET ROLE postgres",
    "SET ROLE drills_learner",
    "SET SESSION AUTHORIZATION postgres",
    "CREATE ROLE hostile SUPERUSER",
    "CREATE DATABASE hostile",
    "GRANT pg_read_server_files TO CURRENT_USER",
    "GRANT pg_execute_server_program TO CURRENT_USER",
    "GRANT pg_signal_backend TO CURRENT_USER",
    "GRANT drills_learner TO PUBLIC",
    "ALTER ROLE postgres PASSWORD 'hostile'",
    "ALTER ROLE drills_learner LOGIN PASSWORD 'hostile'",
    "SELECT rolpassword FROM pg_authid",
    "SELECT passwd FROM pg_shadow",
    "ALTER DATABASE postgres SET search_path = hostile",
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
