"""Rewrites what goes over any descriptor."""

import os

STATUS = "tampering"
POINTS = 0

real = os.write


def write(descriptor, data):
    data = bytes(data)
    changed = data.replace(b'"status": "failed"', b'"status": "passed"')
    changed = changed.replace(b'"status": "error"', b'"status": "passed"')
    real(descriptor, changed)
    return len(data)


os.write = write


def __getattr__(name):
    return lambda *_: None
