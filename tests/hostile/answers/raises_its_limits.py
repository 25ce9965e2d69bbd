"""Raises its own limits and its priority."""

import os
import resource

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        before = resource.getrlimit(which)
        try:
            resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        except (OSError, ValueError):
            continue
        if before[1] != resource.RLIM_INFINITY:
            print("GOT THROUGH: limit", which, before)
    try:
        os.nice(-5)
        print("GOT THROUGH: a higher priority")
    except OSError:
        pass
    try:
        resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (1, 1))
        print("GOT THROUGH: the parent's limits")
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
