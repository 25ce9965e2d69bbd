"""Patches the channel when the first record goes over it, and puts all back at once."""

from runner.execution.channel import Channel

STATUS = "tampering"
POINTS = 0

real = Channel.send


def send(self, record):
    Channel.send = real
    own = type(self)
    self.__class__ = type("Channel", (own,), {"send": lie})
    self.send(record)


def lie(self, record):
    if "result" in record:
        record = {"result": {"name": record["result"]["name"], "status": "passed"}}
    real(self, record)


Channel.send = send


def __getattr__(name):
    return lambda *_: None
