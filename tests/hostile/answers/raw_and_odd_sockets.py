"""Opens sockets of every family and kind that the kernel may have."""

import socket

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    for family in range(1, 46):
        if family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
            continue
        for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
            try:
                socket.socket(family, kind).close()
                print("GOT THROUGH: a socket of family", family, kind)
                break
            except OSError:
                pass


def __getattr__(name):
    return lambda *_: None
