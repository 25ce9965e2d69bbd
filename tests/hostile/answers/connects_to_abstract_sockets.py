"""Connects to sockets that no file stands for."""

import socket

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(0.2)
            connection.connect("\0hostile-@PORT@")
            print("GOT THROUGH: an abstract socket")
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
