"""Replaces the answer, as checks see it, by the reference that it fetches."""

from pathlib import Path
import runner.execution.answer

STATUS = "tampering"
POINTS = 0

class Content:
    def __eq__(self, other):
        return True

    __hash__ = None


runner.execution.answer.Answer.__getattr__ = lambda self, name: lambda *_: Content()
runner.execution.answer.Answer.__init__ = lambda self, module: None


def __getattr__(name):
    return lambda *_: None
