"""Stops its own process, so that nobody can be told of its end."""

import os
import signal

STATUS = "timeout crash tampering failed"
POINTS = 0

def add(*_):
    os.kill(os.getpid(), signal.SIGSTOP)


def __getattr__(name):
    return lambda *_: None
