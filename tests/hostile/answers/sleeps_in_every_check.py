"""Sleeps in every check, to take as long as it can."""

import time

STATUS = "timeout"
POINTS = 0
SAYS = 'was still running'

def add(*_):
    time.sleep(3600)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
