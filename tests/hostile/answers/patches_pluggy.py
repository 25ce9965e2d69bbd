"""Replaces the way in which pytest calls its hooks."""

import pluggy._hooks

STATUS = "tampering"
POINTS = 0

real = pluggy._hooks.HookCaller.__call__


def call(self, **arguments):
    if self.name == "pytest_pyfunc_call":
        return True
    return real(self, **arguments)


pluggy._hooks.HookCaller.__call__ = call


def __getattr__(name):
    return lambda *_: None
