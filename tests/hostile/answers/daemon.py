"""Leaves a daemon behind: a twice forked process in a session of its own."""

import os
import time

STATUS = "tampering failed error"
POINTS = 0

def add(*_):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                time.sleep(31_415)
        os._exit(0)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
