"""Connects to a server that listens on this machine."""

import socket

STATUS = "failed tampering error import_error"
POINTS = 0

def add(*_):
    try:
        with socket.create_connection(("127.0.0.1", int("@PORT@")), timeout=0.2) as connection:
            connection.sendall(b"hostile")
            print("GOT THROUGH: connected")
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
