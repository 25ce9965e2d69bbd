"""Makes empty files until the file system has no room for another name."""

import itertools

STATUS = "failed error crash timeout"
POINTS = 0

def add(path, *_):
    for number in itertools.count():
        path.with_name(f"f{number}").touch()
        if number > 50_000:
            print("GOT THROUGH: 50,000 files")
            break


def __getattr__(name):
    return lambda *_: None
