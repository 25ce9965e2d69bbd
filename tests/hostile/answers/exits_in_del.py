"""Ends the process when an object is thrown away, once politely and once not."""

import os

STATUS = "crash failed error"
POINTS = 0

class Polite:
    def __del__(self):
        raise SystemExit(0)


class Rude:
    def __del__(self):
        os._exit(0)


def add(*_):
    Polite()


def names(*_):
    return Rude()


def __getattr__(name):
    return lambda *_: None
