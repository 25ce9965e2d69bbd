"""Replaces every hook that the interpreter calls when something goes wrong."""

import sys
import threading
import warnings

STATUS = "failed tampering"
POINTS = 0

sys.excepthook = sys.unraisablehook = threading.excepthook = lambda *_: None
sys.displayhook = sys.breakpointhook = lambda *_: None
warnings.showwarning = warnings.warn = lambda *_, **__: None


def __getattr__(name):
    return lambda *_: None
