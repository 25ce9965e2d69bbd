"""Kills its own process."""

import os
import signal

STATUS = "crash"
POINTS = 0

def add(*_):
    os.kill(os.getpid(), signal.SIGKILL)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
