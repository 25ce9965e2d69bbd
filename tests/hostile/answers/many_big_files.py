"""Writes many files that are each within the limit, in every folder that it can write to."""

import tempfile
from pathlib import Path

STATUS = "output"
POINTS = 0
SAYS = "MB of files"

def add(path, *_):
    written = 0
    for folder in (path.parent, Path(tempfile.gettempdir()), Path("/tmp"), Path("/dev/shm")):
        for number in range(200):
            try:
                (folder / f"hostile-{number}").write_bytes(bytes(4 << 20))
                written += 4
            except OSError:
                break
    if written > 600:
        print(f"GOT THROUGH: {written} MB written to disk or memory")


def __getattr__(name):
    return lambda *_: None
