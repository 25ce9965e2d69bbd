"""Skips the whole module."""

import pytest

STATUS = "tampering"
POINTS = 0
SAYS = "imports pytest"

pytest.skip("not today", allow_module_level=True)


def __getattr__(name):
    return lambda *_: None
