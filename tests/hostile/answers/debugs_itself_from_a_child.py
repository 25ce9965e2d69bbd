"""Forks, and lets the twin write into the memory of the process that runs the checks."""

import os

STATUS = "tampering failed error crash timeout"
POINTS = 0

def add(*_):
    victim = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            with open(f"/proc/{victim}/mem", "r+b", buffering=0) as memory:
                print("GOT THROUGH: the memory of another process", memory, flush=True)
        except OSError:
            pass
        os._exit(0)
    os.waitpid(pid, 0)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
