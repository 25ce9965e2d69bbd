"""Raises the exception that unittest takes for a skipped test."""

import unittest

STATUS = "failed skipped error"
POINTS = 0

def add(*_):
    raise unittest.SkipTest("not today")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
