"""Has a library's code, in a module of another name, replace a function and put it back."""

import functools
import re
import types

STATUS = "tampering"
POINTS = 0

space = {"__name__": "re", "__builtins__": __builtins__}
borrowed = types.FunctionType(functools.update_wrapper.__code__, space)
borrowed(
    re,
    types.SimpleNamespace(search=lambda *_, **__: True),
    ("search",),
    (),
)


def __getattr__(name):
    return lambda *_: None
