"""Replaces the checks' own look at the database."""

from runner.databases.database import Database

STATUS = "tampering"
POINTS = 0

class Content(list):
    def __eq__(self, other):
        return True

    __hash__ = None


Database.rows = lambda *_: Content()


def __getattr__(name):
    return lambda *_: None
