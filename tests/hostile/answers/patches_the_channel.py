"""Lets the child's channel say "passed" in every record."""

from runner.execution.channel import Channel

STATUS = "tampering"
POINTS = 0

real = Channel.send


def send(self, record):
    if "result" in record:
        record["result"]["status"] = "passed"
    real(self, record)


Channel.send = send


def __getattr__(name):
    return lambda *_: None
