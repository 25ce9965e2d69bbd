"""Lowers the limit of recursion, so that the checks cannot run."""

import sys

STATUS = "failed error tampering"
POINTS = 0

def add(*_):
    sys.setrecursionlimit(30)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
