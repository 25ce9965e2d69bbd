"""Connects to the server's socket as its superuser and as others, with and without passwords."""

from pathlib import Path
import psycopg2
from psycopg2.extensions import parse_dsn

STATUS = "tampering failed error"
POINTS = 0

def transfer(dsn, *_):
    here = parse_dsn(dsn)
    passwords = ["", "postgres", here["password"]]
    for file in Path("@SERVER@").rglob("*"):
        try:
            passwords.append(file.read_text() if file.name in ("password", ".pgpass") else "")
            print("GOT THROUGH: a file of the server's", file) if file.read_bytes() else None
        except (OSError, ValueError):
            pass
    for user in ("postgres", "drills_learner", "drills", "nobody", "root"):
        for database in ("postgres", "template1", here["dbname"]):
            for password in passwords:
                try:
                    psycopg2.connect(dsn, user=user, dbname=database, password=password).close()
                    print("GOT THROUGH: connected as", user, "to", database)
                except psycopg2.Error:
                    pass


total = transfer


def __getattr__(name):
    return lambda *_: None
