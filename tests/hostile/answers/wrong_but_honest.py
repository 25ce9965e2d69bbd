"""An ordinary wrong answer that forgets to save anything."""

import sqlite3

STATUS = "failed"
POINTS = 0
SAYS = 'what is added is saved'

def add(path, name, cents, stock):
    conn = sqlite3.connect(path)
    cursor = conn.execute(
        "INSERT INTO products (name, cents, stock) VALUES (?, ?, ?)", (name, cents, stock)
    )
    return cursor.lastrowid


def __getattr__(name):
    return lambda *_: None
