"""Replaces pytest.raises by something that is content with everything."""

import contextlib
import pytest

STATUS = "tampering"
POINTS = 0

pytest.raises = lambda *_, **__: contextlib.nullcontext()


def __getattr__(name):
    return lambda *_: None
