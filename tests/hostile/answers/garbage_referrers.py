"""Looks for the runner's objects among those that refer to its classes."""

import gc
import runner.execution.collected

STATUS = "tampering"
POINTS = 0

def add(*_):
    for thing in gc.get_referrers(runner.execution.collected._Reports):
        if type(thing) is runner.execution.collected._Reports:
            lies = {
                "error": property(lambda _: None, lambda _, value: None),
                "passed": property(
                    lambda _: {"setup", "call", "teardown"}, lambda _, value: None
                ),
            }
            thing.__class__ = type("Lie", (type(thing),), lies)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
