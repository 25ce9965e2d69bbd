"""Floods the audit hooks with events of its own, and raises in one of its own."""

import sys

STATUS = "tampering error failed import_error"
POINTS = 0

def hook(event, arguments):
    if event.startswith("runner"):
        raise RuntimeError


sys.addaudithook(hook)
for _ in range(1000):
    sys.audit("cpython.run_command", "pass")
    sys.audit("import", "x", None, None, None, None)


def __getattr__(name):
    return lambda *_: None
