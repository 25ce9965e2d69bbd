"""Sends a datagram to a server on this machine, and asks a name server."""

import socket

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"hostile", ("127.0.0.1", int("@PORT@")))
    except OSError:
        pass
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"hostile", ("::1", int("@PORT@")))
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
