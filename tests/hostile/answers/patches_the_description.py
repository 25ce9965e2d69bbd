"""Replaces what describes a failure."""

import runner.execution.failures
import runner.execution.collected

STATUS = "tampering"
POINTS = 0

runner.execution.failures.describe = runner.execution.collected.describe = lambda *_, **__: {"status": "passed"}


def __getattr__(name):
    return lambda *_: None
