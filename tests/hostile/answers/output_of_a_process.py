"""Lets another program print without end."""

import subprocess

STATUS = "tampering output failed error"
POINTS = 0

def add(*_):
    subprocess.Popen(["yes"])  # it outlives the call
    while True:
        pass


def __getattr__(name):
    return lambda *_: None
