"""Brings test functions, fixtures, markers and hooks of pytest's of its own."""

import pytest

STATUS = "failed error import_error tampering"
POINTS = 0

pytestmark = pytest.mark.skip
collect_ignore_glob = ["*"]


@pytest.fixture(autouse=True)
def database():
    pytest.skip("no")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item):
    return True


def test_added_products_are_saved():
    pass


def __getattr__(name):
    return lambda *_: None
