"""Changes the default arguments of the runner's functions."""

import runner.failures
import runner.collected

STATUS = "tampering"
POINTS = 0

for module in (runner.collected, runner.failures):
    for function in list(vars(module).values()):
        if getattr(function, "__kwdefaults__", None):
            function.__kwdefaults__ = {}
runner.collected.describe.__kwdefaults__ = {"answer": None, "stub": None}


def __getattr__(name):
    return lambda *_: None
