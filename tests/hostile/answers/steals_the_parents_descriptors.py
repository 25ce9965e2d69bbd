"""Takes descriptors and files of other processes by way of /proc and pidfd_getfd."""

import os

STATUS = "tampering failed error"
POINTS = 0

def add(*_):
    for pid in {os.getppid(), 1, *(int(p) for p in os.listdir("/proc") if p.isdigit())} - {os.getpid()}:
        for what in ("environ", "fd", "maps", "cwd", "root"):
            try:
                path = f"/proc/{pid}/{what}"
                if what == "fd":
                    path = f"{path}/{os.listdir(path)[0]}"
                    got = os.readlink(path)
                else:
                    got = open(path).read() if what in ("environ", "maps") else os.listdir(path)
            except (OSError, IndexError):
                continue
            if got:
                print("GOT THROUGH:", path, len(got))


names = value = take = add


def __getattr__(name):
    return lambda *_: None
