"""Calls itself without end."""

STATUS = "failed error"
POINTS = 0
SAYS = 'calls itself without end'

def names(path):
    return names(path)


value = names


def __getattr__(name):
    return lambda *_: None
