"""Aborts the process."""

import os

STATUS = "crash"
POINTS = 0
SAYS = 'SIGABRT'

def add(*_):
    os.abort()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
