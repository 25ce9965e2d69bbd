"""Asks whether it may signal every process that it can reach, but itself."""

import os
import signal

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    try:
        os.kill(-1, 0)
        print("GOT THROUGH: may signal somebody else")
    except OSError:
        pass
    try:
        signal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGKILL)
        print("GOT THROUGH: signalled the parent")
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
