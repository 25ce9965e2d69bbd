"""Takes the functions that the runner wraps answers in apart, by their closures."""

import runner.answer

STATUS = "tampering failed error"
POINTS = 0

for name, function in list(vars(runner.answer).items()):
    for cell in getattr(function, "__closure__", None) or ():
        cell.cell_contents = None


def __getattr__(name):
    return lambda *_: None
