"""Forks inside of a check: both twins return from it."""

import os

STATUS = "tampering failed error crash timeout"
POINTS = 0

def add(*_):
    os.fork()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
