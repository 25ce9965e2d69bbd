"""Becomes root, nobody, the owner of the server, or gets rights by groups."""

import os

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    before = os.getresuid(), os.getresgid(), os.getgroups()
    for change in (
        lambda: os.setuid(0),
        lambda: os.setresuid(0, 0, 0),
        lambda: os.seteuid(65534),
        lambda: os.setresuid(65534, 65534, 65534),
        lambda: os.setgid(0),
        lambda: os.setgroups([0, 1, 2]),
        lambda: os.setreuid(1, 1),
    ):
        try:
            change()
        except OSError:
            continue
        if (os.getresuid(), os.getresgid(), os.getgroups()) != before:
            print("GOT THROUGH: is now", os.getresuid(), os.getresgid(), os.getgroups())
            before = os.getresuid(), os.getresgid(), os.getgroups()
    if os.geteuid() == 0:
        print("GOT THROUGH: is root")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
