"""Replaces the check functions in their module."""

import sys

STATUS = "tampering failed"
POINTS = 0

for module in list(sys.modules.values()):
    for name in list(vars(module)):
        if name.startswith("test_"):
            setattr(module, name, lambda answer, database: None)


def __getattr__(name):
    return lambda *_: None
