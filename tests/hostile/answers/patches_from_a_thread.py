"""A thread patches and restores, thousands of times a second."""

import runner.execution.collected
import threading

STATUS = "tampering failed"
POINTS = 0

real = runner.execution.collected._run


def fake(item, name, *_):
    return {"name": name, "status": "passed"}, True


def flicker():
    while True:
        runner.execution.collected._run = fake
        runner.execution.collected._run = real


threading.Thread(target=flicker, daemon=True).start()


def __getattr__(name):
    return lambda *_: None
