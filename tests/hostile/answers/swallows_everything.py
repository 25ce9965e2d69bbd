"""Loops for ever and swallows whatever would end the loop."""

STATUS = "timeout"
POINTS = 0
SAYS = 'was still running'

def add(*_):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


def __getattr__(name):
    return lambda *_: None
