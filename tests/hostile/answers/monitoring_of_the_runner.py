"""Replaces the callback that the runner itself has registered with sys.monitoring."""

import sqlite3
import sys

STATUS = "tampering"
POINTS = 0

def called(code, offset, function, first):
    if type(first).__name__ == "_Reports":
        first.__class__ = type("Lie", (type(first),), {"error": property(lambda _: None)})


def add(path, *_):
    sqlite3.connect(path).execute("SELECT 1")
    events = sys.monitoring.events
    for tool in range(6):
        if sys.monitoring.get_tool(tool):
            sys.monitoring.register_callback(tool, events.CALL, called)
            sys.monitoring.set_events(tool, events.CALL)


def __getattr__(name):
    return lambda *_: None
