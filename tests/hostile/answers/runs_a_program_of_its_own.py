"""Writes a program into its folder or into memory and runs that."""

import os
import shutil
import sys
from pathlib import Path

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    program = Path("program")
    try:
        shutil.copyfile("/bin/true", program)
        program.chmod(0o4755)
        if os.spawnv(os.P_WAIT, str(program), ["program"]) == 0:
            print("ran a program of its own")
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
