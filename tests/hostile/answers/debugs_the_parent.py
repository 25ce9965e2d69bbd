"""Attaches to its parent, to the server and to itself as a debugger."""

import os

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    for pid in (os.getppid(), 1):
        for what in ("mem", "syscall", "stack", "auxv", "personality"):
            try:
                with open(f"/proc/{pid}/{what}", "rb") as file:
                    print("GOT THROUGH:", file.name, file.read(1))
            except OSError:
                pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
