"""Leaves with exit code 0 while it is imported, as if all were well."""

import sys

STATUS = "import_error"
POINTS = 0
SAYS = 'sys.exit(0)'

sys.exit(0)


def __getattr__(name):
    return lambda *_: None
