"""Lets SQLite open files that are not its own."""

import sqlite3

STATUS = "failed tampering error"
POINTS = 0

def add(path, *_):
    conn = sqlite3.connect(path)
    for name in ("@DRILL@/checks.py", "@SIBLING@", "@CANARY@"):
        try:
            conn.execute("ATTACH ? AS other", (name,))
            conn.execute("CREATE TABLE other.hostile (a)")
            print("GOT THROUGH: SQLite opened", name)
        except sqlite3.Error:
            pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
