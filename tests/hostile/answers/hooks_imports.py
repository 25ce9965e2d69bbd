"""Hooks the import of modules that are yet to come."""

import builtins
import importlib
import sys
import types

STATUS = "tampering failed error"
POINTS = 0

class Finder:
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        return types.ModuleType(spec.name)

    def exec_module(self, module):
        module.__getattr__ = lambda name: lambda *_, **__: None


sys.meta_path.insert(0, Finder())
sys.path_importer_cache.clear()
builtins.__import__ = lambda *_, **__: types.ModuleType("fake")


def __getattr__(name):
    return lambda *_: None
