"""Loads a library of machine code that it brings along, as a module of Python's."""

import importlib.machinery
import importlib.util
import shutil
import sysconfig
from pathlib import Path

STATUS = "tampering failed import_error error"
POINTS = 0

own = Path(__file__).with_name("_own.so")
found = sorted(Path(sysconfig.get_path("stdlib"), "lib-dynload").glob("_bisect*.so"))
if found:
    # It stands for one that was compiled to take the hooks off: loading it is all it takes.
    shutil.copyfile(found[0], own)
    loader = importlib.machinery.ExtensionFileLoader("_bisect", str(own))
    spec = importlib.util.spec_from_loader("_bisect", loader)
    loader.exec_module(importlib.util.module_from_spec(spec))
    print("GOT THROUGH: machine code of its own")


def add(*_):
    print("GOT THROUGH: machine code of its own")


def __getattr__(name):
    return lambda *_: None
