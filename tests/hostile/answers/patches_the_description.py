"""Replaces what describes a failure."""

import runner.failures
import runner.collected

STATUS = "tampering"
POINTS = 0

runner.failures.describe = runner.collected.describe = lambda *_, **__: {"status": "passed"}


def __getattr__(name):
    return lambda *_: None
