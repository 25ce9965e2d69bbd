"""Keeps what it learnt in one check for the next, in files and in the environment."""

import os
import tempfile
from pathlib import Path

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run", tempfile.gettempdir()):
        try:
            (Path(folder) / "hostile-memory").write_text("seen")
        except OSError:
            continue
        if folder != tempfile.gettempdir():
            print("GOT THROUGH: wrote to", folder)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
