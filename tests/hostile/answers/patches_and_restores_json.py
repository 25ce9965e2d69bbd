"""Patches json.dumps while a check runs, and puts it back when the record has been written."""

import json

STATUS = "tampering"
POINTS = 0

real = json.dumps


def dumps(value, *arguments, **options):
    json.dumps = real
    if isinstance(value, dict) and "result" in value:
        value = {"result": {"name": value["result"]["name"], "status": "passed"}}
    return real(value, *arguments, **options)


def add(*_):
    json.dumps = dumps


names = value = take = add


def __getattr__(name):
    return lambda *_: None
