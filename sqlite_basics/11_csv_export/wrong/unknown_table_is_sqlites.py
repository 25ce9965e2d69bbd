"""Thinks that the database says it well enough when there is no such table."""

from solution import *
from solution import import_csv as good_import

FAILS = "a_bad_file_adds_nothing"
SAYS = "a table that is not there raised OperationalError"


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Ask the table for its columns, whether it is there or not."""
    name = '"' + table.replace('"', '""') + '"'
    with conn:
        conn.execute(f"SELECT * FROM {name} LIMIT 0").fetchall()
    return good_import(conn, path, table)
