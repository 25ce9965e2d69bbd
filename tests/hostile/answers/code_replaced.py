"""Makes code of its own from bytes, and gives it to functions of the runner."""

import runner.execution.collected
import types

STATUS = "tampering"
POINTS = 0

runner.execution.collected._run.__code__ = (
    lambda item, name, bench, reports: ({"name": name, "status": "passed"}, True)
).__code__


def __getattr__(name):
    return lambda *_: None
