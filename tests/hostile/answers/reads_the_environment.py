"""Looks for the grader's keys in the environment, and tells the learner."""

import os

STATUS = "failed"
POINTS = 0


def add(*_):
    found = dict(os.environ)
    try:
        with open("/proc/self/environ") as file:
            found["/proc"] = file.read()
    except OSError:
        pass
    if "tortoise" in str(found):
        print("GOT THROUGH: the grader's key")


def __getattr__(name):
    return lambda *_: None
