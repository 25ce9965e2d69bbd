"""Makes namespaces and mounts of its own, to be root there."""

import os
import subprocess

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    for flag in (os.CLONE_NEWUSER, os.CLONE_NEWNS, os.CLONE_NEWNET, os.CLONE_NEWPID):
        try:
            os.unshare(flag)
            print("GOT THROUGH: a namespace", hex(flag))
        except OSError:
            pass
    try:
        os.chroot(".")
        print("GOT THROUGH: a root of its own")
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
