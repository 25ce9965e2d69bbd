"""Has the import system itself replace a function, as if it were a module in a package."""

import importlib.machinery
import re
import sys

STATUS = "tampering"
POINTS = 0


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, Finder) if name == "re.search" else None

    @staticmethod
    def create_module(spec):
        class Search:
            def __call__(self, *_, **__):
                return True

        return Search()

    @staticmethod
    def exec_module(module):
        pass


sys.meta_path.insert(0, Finder)
import re.search  # noqa


def __getattr__(name):
    return lambda *_: None
