"""Ends pytest with return code 0 while it is imported."""

import pytest

STATUS = "import_error"
POINTS = 0

pytest.exit("all is well", returncode=0)


def __getattr__(name):
    return lambda *_: None
