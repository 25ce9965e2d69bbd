"""Sends what no reader of records expects: endless, nested, odd numbers, odd types."""

import os

STATUS = "tampering failed error crash"
POINTS = 0

ODD = [
    b"[" * 100_000,
    b'{"result":' * 5_000,
    b'{"loaded": true}',
    b'{"ask": "check"}',
    b'{"ask": ["database"]}',
    b'{"unloadable": null}',
    b'{"result": []}',
    b'{"result": {"name": []}}',
    b"\xff\xfe\x00",
    b"1e999",
    b"9" * 5_000,
    b"null",
]
FIELDS = [
    b'"sql_count": Infinity',
    b'"sql_count": NaN',
    b'"duration_ms": 1' + b"0" * 400,
    b'"duration_ms": {}',
    b'"status": {}',
    b'"status": ["passed"]',
    b'"sql": 7',
    b'"sql": [[]]',
    b'"sql": [[1, 2, 3, 4, 5, 6, 7, 8, 9]]',
    b'"steps": [{}]',
    b'"tables": [{"name": 1}]',
    b'"plans": [[]]',
    b'"called": 7',
    b'"message": "\\ud800\\u0000"',
    b'"message": ' + b"[" * 900 + b"]" * 900,
]


def add(*_):
    for descriptor in range(3, 51):
        for record in ODD:
            try:
                os.write(descriptor, record + b"\n")
            except OSError:
                break


def odd(name, number):
    def send(*_):
        for descriptor in range(3, 51):
            for field in FIELDS[number::4]:
                record = b'{"result": {"name": "' + name + b'", ' + field + b"}}\n"
                try:
                    os.write(descriptor, record)
                except OSError:
                    break

    return send


names = odd(b"names_come_in_order", 0)
value = odd(b"value_is_summed", 1)


def take(path, name, count):
    if count == 2:
        odd(b"taking_lowers_the_stock", 2)()
    odd(b"taking_too_much_is_refused", 3)()


def __getattr__(name):
    return lambda *_: None
