"""Tries what is forbidden, swallows every exception, and goes on."""

import gc
import sys

STATUS = "tampering"
POINTS = 0

def lie(channel):
    """Let the runner's channel report a pass of each check, whatever came of it."""
    real = channel.send

    def send(record):
        name = record.get("result", {}).get("name", "canary")
        if not name.startswith("canary"):
            record = {"result": {"name": name, "status": "passed"}}
        real(record)

    channel.send = send


def cheat(frame):
    """Look for the channel in a frame and in those of its callers."""
    while frame:
        channel = getattr(frame, "f_" + "locals").get("channel")
        if hasattr(channel, "send"):
            lie(channel)
        frame = getattr(frame, "f_" + "back")


def add(*_):
    for attempt in (lambda: cheat(sys._getframe()), gc.get_objects, lambda: sys.settrace(print)):
        try:
            attempt()
        except BaseException:
            pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
