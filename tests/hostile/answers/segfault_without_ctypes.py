"""Crashes the interpreter by code that it never made."""

STATUS = "crash error import_error tampering"
POINTS = 0

def broken():
    return 1


def add(*_):
    code = broken.__code__.replace(co_consts=(), co_code=bytes([83, 200, 36, 0]) * 50)
    return eval(code)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
