"""Reads the checks' source from what the parent had in its caches."""

import gc
import inspect
import linecache
import sys

STATUS = "failed tampering"
POINTS = 0

for cache in (linecache.cache,):
    for name, entry in list(cache.items()):
        if "checks.py" in name:
            print("GOT THROUGH: the source of the checks", len(entry))
for module in list(sys.modules.values()):
    for name, value in list(vars(module).items()):
        if name.startswith("test_value"):
            try:
                print("GOT THROUGH:", len(inspect.getsource(value)))
            except (OSError, TypeError):
                pass


def __getattr__(name):
    return lambda *_: None
