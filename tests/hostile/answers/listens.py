"""Listens for connections, for whoever would talk to it."""

import socket

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    try:
        server = socket.create_server(("127.0.0.1", 0))
        with socket.create_connection(server.getsockname(), timeout=0.2):
            print("GOT THROUGH: talks to itself over the network")
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
