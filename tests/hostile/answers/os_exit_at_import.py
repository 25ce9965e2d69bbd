"""Ends the process at once while it is imported."""

import os

STATUS = "crash"
POINTS = 0
SAYS = 'ended its process'

os._exit(0)


def __getattr__(name):
    return lambda *_: None
