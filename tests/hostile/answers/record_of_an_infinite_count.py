"""Reports an infinite number of statements, which no integer is."""

import os

STATUS = "tampering failed error crash"
POINTS = 0

def names(*_):
    record = b'{"result": {"name": "names_come_in_order", "sql_count": Infinity}}\n'
    for descriptor in range(3, 51):
        try:
            os.write(descriptor, record)
        except OSError:
            pass


def __getattr__(name):
    return lambda *_: None
