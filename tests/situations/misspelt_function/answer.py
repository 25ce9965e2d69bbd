import sqlite3


def total(path, numbers):
    with sqlite3.conect(path) as connection:
        return connection.execute("SELECT 1").fetchone()[0]
