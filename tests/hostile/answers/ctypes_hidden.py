"""Gets at ctypes without an import of that name."""

import importlib.machinery
import sys

STATUS = "tampering import_error failed error"
POINTS = 0

def load():
    for name in ("_ctypes", "cffi", "_cffi_backend", "_testcapi", "_testinternalcapi"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None


module = sys.modules.pop("ctypes", None) or sys.modules.pop("_ctypes", None) or load()
if hasattr(module, "dlopen"):
    library = module.dlopen(None, 0)
    print("GOT THROUGH: dlopen", bool(library))


def __getattr__(name):
    return lambda *_: None
