"""Replaces what fails a check in pytest."""

import _pytest.outcomes
import _pytest.raises
import pytest

STATUS = "tampering"
POINTS = 0

pytest.fail = _pytest.outcomes.fail = _pytest.raises.fail = lambda *_, **__: None


def __getattr__(name):
    return lambda *_: None
