"""Changes the default arguments of the runner's functions."""

import runner.failures
import runner.host

STATUS = "tampering"
POINTS = 0

for module in (runner.host, runner.failures):
    for function in list(vars(module).values()):
        if getattr(function, "__kwdefaults__", None):
            function.__kwdefaults__ = {}
runner.host.describe.__kwdefaults__ = {"answer": None, "stub": None}


def __getattr__(name):
    return lambda *_: None
