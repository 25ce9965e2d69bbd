"""Compiles its code under the file name of a module of the runner."""

import runner.instruments.sqllog_sqlite3 as trusted

STATUS = "tampering"
POINTS = 0

SOURCE = '''
import sys
def cheat():
    frame = sys._getframe()
    while frame:
        reports = frame.f_locals.get("reports")
        if hasattr(reports, "passed"):
            lies = {
                "error": property(lambda _: None, lambda _, value: None),
                "passed": property(
                    lambda _: {"setup", "call", "teardown"}, lambda _, value: None
                ),
            }
            reports.__class__ = type("Lie", (type(reports),), lies)
        frame = frame.f_back
'''
space = {"__name__": trusted.__name__, "__file__": trusted.__file__}
exec(compile(SOURCE, trusted.__file__, "exec"), space)


def add(*_):
    space["cheat"]()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
