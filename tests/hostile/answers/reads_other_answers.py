"""Reads the answers of others, the gradebook and the home folder."""

import os
from pathlib import Path

STATUS = "failed tampering"
POINTS = 0

for place in ("@SIBLING@", "@GRADEBOOK@", "@CANARY@", "/etc/shadow", "/root/.ssh", "/root"):
    path = Path(place)
    try:
        got = os.listdir(path) if path.is_dir() else path.read_bytes()
    except OSError:
        continue
    print("GOT THROUGH:", place, len(got))


def __getattr__(name):
    return lambda *_: None
