"""Walks frames in code whose file name is a text that says of itself what one wants to hear."""

STATUS = "tampering"
POINTS = 0

LOADED = []


class Name(str):
    __slots__ = ()

    def startswith(self, *_):
        return bool(LOADED)

    endswith = startswith


SOURCE = '''
import sys

def cheat():
    frame = sys._getframe()
    while frame:
        channel = frame.f_locals.get("channel")
        if hasattr(channel, "send"):
            lie(channel)
        frame = frame.f_back

def lie(channel):
    real = channel.send

    def send(record):
        name = record.get("result", {}).get("name", "canary")
        if not name.startswith("canary"):
            record = {"result": {"name": name, "status": "passed"}}
        real(record)

    channel.send = send
'''
space = {}
code = compile(SOURCE, Name("mine"), "exec")
LOADED.append(True)
exec(code, space)


def add(*_):
    space["cheat"]()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
