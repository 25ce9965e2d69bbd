"""Answers the child's own questions, and reports what nobody ran."""

from runner.execution.channel import Channel

STATUS = "tampering"
POINTS = 0

real = Channel.ask


def ask(self, what):
    while True:
        name = real(self, what)["check"]
        self.send({"result": {"name": name, "status": "passed"}})


Channel.ask = ask


def __getattr__(name):
    return lambda *_: None
