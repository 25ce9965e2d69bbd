"""Kills its parent."""

import os
import signal

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGSEGV):
        try:
            os.kill(os.getppid(), number)
            print("GOT THROUGH: signalled the parent")
        except OSError:
            pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
