"""Leaves a process that keeps every descriptor open, and dies itself."""

import os
import time

STATUS = "tampering failed error crash timeout"
POINTS = 0

def add(*_):
    if os.fork() == 0:
        os.setsid()
        time.sleep(31_415)
    os._exit(0)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
