"""Opens files until there are no descriptors left, then leaves them open."""

import os

STATUS = "failed error crash timeout"
POINTS = 0

opened = []


def add(path, *_):
    while True:
        try:
            opened.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            return


def __getattr__(name):
    return lambda *_: None
