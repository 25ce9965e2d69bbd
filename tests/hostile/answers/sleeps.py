"""Sleeps for an hour."""

import time

STATUS = "timeout"
POINTS = 0
SAYS = 'was still running'

def add(*_):
    time.sleep(3600)


def __getattr__(name):
    return lambda *_: None
