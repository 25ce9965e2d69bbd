"""Has the import system put a module of the answer's in the place of one that is loaded."""

import importlib.machinery
import types

STATUS = "tampering"
POINTS = 0


class Loader:
    @staticmethod
    def create_module(spec):
        return types.ModuleType("re")

    @staticmethod
    def exec_module(module):
        module.search = lambda *_, **__: True


importlib._bootstrap._load(importlib.machinery.ModuleSpec("re", Loader))


def __getattr__(name):
    return lambda *_: None
