"""Runs programs of the system for what it may not do itself."""

import os
import subprocess

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    for command in (["cat", "@DRILL@/solution.py"], ["cat", "@CANARY@"], ["kill", "-0", str(os.getppid())]):
        try:
            done = subprocess.run(command, capture_output=True, timeout=0.3)
        except (OSError, subprocess.SubprocessError):
            continue
        if done.returncode == 0:
            print("GOT THROUGH:", *command)
    try:
        os.system("touch @OUTSIDE@/hostile")
        os.posix_spawn("/bin/sh", ["sh", "-c", "touch @OUTSIDE@/hostile"], {})
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
