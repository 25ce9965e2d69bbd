"""Ends the process with code 0 inside of every check."""

import os

STATUS = "crash"
POINTS = 0
SAYS = 'ended its process'

def add(*_):
    os._exit(0)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
