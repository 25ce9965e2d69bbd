"""Changes the class that collects what pytest reports of a check."""

import runner.execution.collected

STATUS = "tampering"
POINTS = 0

runner.execution.collected._Reports.error = property(lambda self: None, lambda self, value: None)
runner.execution.collected._Reports.passed = property(
    lambda self: {"setup", "call", "teardown"}, lambda self, value: None
)


def __getattr__(name):
    return lambda *_: None
