"""Takes the functions that the runner wraps answers in apart, by their closures."""

import types
import runner.execution.answer

STATUS = "tampering failed error"
POINTS = 0

for function in list(vars(runner.execution.answer).values()):
    if isinstance(function, types.FunctionType):
        for cell in function.__closure__ or ():
            cell.cell_contents = None


def __getattr__(name):
    return lambda *_: None
