"""Raises and prints what would rewrite the terminal of whoever reads the report."""

STATUS = "failed error"
POINTS = 0

def add(*_):
    print("\x1b]0;passed\x07\x1b[2J\x1b[H\x1b[32mAll 5 checks passed\x1b[0m\r")
    raise ValueError("\x1b[2J\x1b[H\x1b]8;;http://127.0.0.1\x07\x1b[32mAll 5 checks passed\x1b[0m\r\b")


def names(*_):
    return ["\x1b[2J", "\x9b31m", "\u202etxet\u202c"]


value = take = add


def __getattr__(name):
    return lambda *_: None
