"""Watches every return in the process with sys.monitoring, and collects what is returned."""

import sys

STATUS = "tampering"
POINTS = 0

class Lie:
    pass


def returned(code, offset, value):
    reports = value
    if hasattr(reports, "passed") and hasattr(reports, "start"):
        reports.passed = {"setup", "call", "teardown"}


def called(code, offset, function, first):
    if type(first).__name__ == "_Reports":
        lies = {
            "error": property(lambda _: None, lambda _, value: None),
            "passed": property(lambda _: {"setup", "call", "teardown"}, lambda _, value: None),
        }
        first.__class__ = type("Lie", (type(first),), lies)


events = sys.monitoring.events
sys.monitoring.use_tool_id(3, "debugger")
sys.monitoring.register_callback(3, events.PY_RETURN, returned)
sys.monitoring.register_callback(3, events.CALL, called)
sys.monitoring.set_events(3, events.PY_RETURN | events.CALL)


def __getattr__(name):
    return lambda *_: None
