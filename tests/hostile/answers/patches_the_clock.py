"""Stops the clock by which limits could be kept."""

import time

STATUS = "tampering failed"
POINTS = 0

time.monotonic = time.perf_counter = time.time = lambda: 0.0


def add(*_):
    while True:
        pass


def __getattr__(name):
    return lambda *_: None
