"""Leaves a prepared transaction, which outlives every session."""

import psycopg2

STATUS = "failed error timeout tampering"
POINTS = 0

def transfer(dsn, *_):
    conn = psycopg2.connect(dsn)
    with conn.cursor() as cursor:
        cursor.execute("UPDATE accounts SET cents = 0")
        cursor.execute("PREPARE TRANSACTION 'hostile'")
        print("GOT THROUGH: a prepared transaction")


total = transfer


def __getattr__(name):
    return lambda *_: None
