"""Leaves threads that spin for ever and never lets the interpreter's lock go."""

import sys
import threading

STATUS = "failed timeout"
POINTS = 0

sys.setswitchinterval(1e6)


def spin():
    while True:
        pass


for _ in range(4):
    threading.Thread(target=spin).start()


def __getattr__(name):
    return lambda *_: None
