"""Lets checks get a database that agrees with them."""

import runner.execution.bench

STATUS = "tampering"
POINTS = 0

class Content:
    path = None

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return lambda *_, **__: Content()

    __hash__ = None


runner.execution.bench.Bench.database = lambda self, kind: Content()


def __getattr__(name):
    return lambda *_: None
