"""Renames, changes the rights, the owner and the times of files that are not its own."""

import os

STATUS = "failed tampering"
POINTS = 0

for place in ("@CANARY@", "@SIBLING@", "@DRILL@/checks.py", "@DRILL@"):
    for change in (
        lambda place: os.rename(place, place + ".gone"),
        lambda place: os.chmod(place, 0o777),
        lambda place: os.chown(place, 65534, 65534),
        lambda place: os.truncate(place, 0),
        lambda place: os.utime(place, (0, 0)),
        lambda place: os.setxattr(place, "user.hostile", b"1"),
    ):
        try:
            change(place)
            print("GOT THROUGH: changed", place)
        except OSError:
            pass


def __getattr__(name):
    return lambda *_: None
