"""Has copy.copy replace json.dumps: it restores the state of what it copies."""

import copy
import json

STATUS = "tampering"
POINTS = 0

real = json.dumps


def dumps(value, *arguments, **options):
    if isinstance(value, dict) and not value.get("result", {}).get("name", "canary")[:6] == "canary":
        value = {"result": {"name": value["result"]["name"], "status": "passed"}}
    return real(value, *arguments, **options)


class Asking:
    def __reduce_ex__(self, protocol):
        return (lambda: json), (), {"dumps": dumps}


copy.copy(Asking())


def __getattr__(name):
    return lambda *_: None
