"""Skips the whole module."""

import pytest

STATUS = "import_error failed"
POINTS = 0

pytest.skip("not today", allow_module_level=True)


def __getattr__(name):
    return lambda *_: None
