"""Replaces the exception of a failed assert by one that nobody takes for an error."""

import builtins

STATUS = "tampering"
POINTS = 0

class Content(BaseException):
    pass


builtins.AssertionError = Content


def __getattr__(name):
    return lambda *_: None
