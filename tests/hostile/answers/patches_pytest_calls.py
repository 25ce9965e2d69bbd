"""Replaces pytest's own call of a check by one that forgets what was raised."""

from _pytest.runner import CallInfo

STATUS = "tampering"
POINTS = 0

real = CallInfo.from_call.__func__


def from_call(cls, func, when, reraise=None):
    def quiet():
        try:
            func()
        except BaseException:
            pass

    return real(cls, quiet, when)


CallInfo.from_call = classmethod(from_call)


def __getattr__(name):
    return lambda *_: None
