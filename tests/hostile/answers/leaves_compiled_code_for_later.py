"""Writes over compiled modules of the runner and of pytest."""

import importlib.util
import json
import pytest
import runner.execution.collected

STATUS = "failed tampering error"
POINTS = 0

for module in (runner.execution.collected, pytest, json):
    for file in (module.__file__, importlib.util.cache_from_source(module.__file__)):
        try:
            with open(file, "ab"):
                print("GOT THROUGH: may write to", file)
        except OSError:
            pass


def __getattr__(name):
    return lambda *_: None
