"""Starts threads without end."""

import threading
import time

STATUS = "failed error memory timeout crash"
POINTS = 0

def add(*_):
    while True:
        threading.Thread(target=time.sleep, args=(60,)).start()


def __getattr__(name):
    return lambda *_: None
