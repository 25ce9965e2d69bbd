"""Puts the drill's folder on the path and imports the reference."""

import sys

STATUS = "import_error failed tampering"
POINTS = 0

sys.path[:0] = ["@DRILL@", "@COURSE@"]
sys.path_importer_cache.clear()
from solution import *


def __getattr__(name):
    return lambda *_: None
