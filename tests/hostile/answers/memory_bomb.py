"""Takes all memory, and again after every MemoryError."""

STATUS = "memory crash timeout failed error"
POINTS = 0

def add(*_):
    kept = []
    while True:
        try:
            kept.append(bytearray(8 << 20))
        except MemoryError:
            pass


def __getattr__(name):
    return lambda *_: None
