"""Replaces the function that runs a check."""

import runner.execution.collected

STATUS = "tampering"
POINTS = 0

runner.execution.collected._run = lambda item, name, *_: ({"name": name, "status": "passed"}, True)


def __getattr__(name):
    return lambda *_: None
