"""Changes classes of the standard library that the runner leans on."""

import collections
import dataclasses
import pathlib

STATUS = "tampering"
POINTS = 0

pathlib.Path.read_text = lambda *_, **__: ""
collections.UserDict.get = lambda *_: "passed"
dataclasses.asdict = lambda *_, **__: {}


def __getattr__(name):
    return lambda *_: None
