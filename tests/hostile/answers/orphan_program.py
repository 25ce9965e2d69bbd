"""Leaves a program running in a session of its own."""

import subprocess

STATUS = "tampering failed error"
POINTS = 0

def add(*_):
    subprocess.Popen(["sleep", "31415"], start_new_session=True)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
