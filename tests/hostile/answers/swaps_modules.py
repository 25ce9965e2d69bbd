"""Puts modules of its own in place of those that checks will import."""

import sys
import types

STATUS = "tampering"
POINTS = 0

class Content(list):
    def __eq__(self, other):
        return True

    __hash__ = None


fake = types.ModuleType("sqlite3")
fake.connect = lambda *_, **__: None
for name in ("sqlite3", "psycopg2", "runner.instruments.sqllog", "runner.execution.failures", "json"):
    sys.modules[name] = fake


def __getattr__(name):
    return lambda *_: None
