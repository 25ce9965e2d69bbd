"""Asks whether it may signal any process that it can see, but itself."""

import os
import signal

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    for pid in (int(name) for name in os.listdir("/proc") if name.isdigit()):
        try:
            os.kill(pid, 0)
        except OSError:
            continue
        if pid != os.getpid():
            print("GOT THROUGH: may signal", pid)
    try:
        signal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGKILL)
        print("GOT THROUGH: signalled the parent")
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
