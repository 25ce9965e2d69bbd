"""Leaves shared memory, message queues and locks behind for whoever comes next."""

from multiprocessing import shared_memory

STATUS = "failed tampering error"
POINTS = 0

def add(*_):
    try:
        left = shared_memory.SharedMemory("hostile-left", create=True, size=1 << 20)
        left.buf[:7] = b"hostile"
    except FileExistsError:
        print("GOT THROUGH: what the last one left is still there")
    except OSError:
        pass


names = value = take = add


def __getattr__(name):
    return lambda *_: None
