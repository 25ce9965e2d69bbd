"""Raises the limit of recursion and crashes the interpreter's stack."""

import sys

STATUS = "crash error failed memory timeout tampering"
POINTS = 0

sys.setrecursionlimit(1 << 30)


def add(*_):
    text = "[" * 100_000
    compile(text, "deep", "eval")
    return add()


def names(*_):
    deep = []
    for _ in range(1_000_000):
        deep = [deep]
    return deep


def __getattr__(name):
    return lambda *_: None
