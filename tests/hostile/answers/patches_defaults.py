"""Changes the default arguments of the runner's functions."""

import runner.execution.failures
import runner.execution.collected

STATUS = "tampering"
POINTS = 0

for module in (runner.execution.collected, runner.execution.failures):
    for function in list(vars(module).values()):
        if getattr(function, "__kwdefaults__", None):
            function.__kwdefaults__ = {}
runner.execution.collected.describe.__kwdefaults__ = {"answer": None, "stub": None}


def __getattr__(name):
    return lambda *_: None
