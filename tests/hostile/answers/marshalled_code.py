"""Hides what it does in marshalled code."""

import marshal
import zlib

STATUS = "tampering failed error import_error"
POINTS = 0

SOURCE = "import runner.execution.collected\nrunner.collected._run = lambda i, n, *_: ({'name': n, 'status': 'passed'}, True)"
exec(marshal.loads(zlib.decompress(zlib.compress(marshal.dumps(compile(SOURCE, "x", "exec"))))))


def __getattr__(name):
    return lambda *_: None
