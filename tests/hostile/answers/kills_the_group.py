"""Kills the process group of its parent, and that of every process that it can see."""

import os
import signal

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    for pid in {os.getppid(), *(int(p) for p in os.listdir("/proc") if p.isdigit())}:
        if pid in (os.getpid(), 1):
            continue
        try:
            group = os.getpgid(pid)
            if group not in (0, os.getpgid(0)):
                os.killpg(group, 0)
                print("GOT THROUGH: may signal group", group)
        except OSError:
            pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
