"""Ends pytest with return code 0 while it is imported."""

import pytest

STATUS = "tampering"
POINTS = 0
SAYS = "imports pytest"

pytest.exit("all is well", returncode=0)


def __getattr__(name):
    return lambda *_: None
