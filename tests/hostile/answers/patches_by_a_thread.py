"""Has a thread without code of its own replace json.dumps."""

import json
import threading

STATUS = "tampering"
POINTS = 0

real = json.dumps


def dumps(value, *arguments, **options):
    if isinstance(value, dict) and not value.get("result", {}).get("name", "canary")[:6] == "canary":
        value = {"result": {"name": value["result"]["name"], "status": "passed"}}
    return real(value, *arguments, **options)


thread = threading.Thread(target=setattr, args=(json, "dumps", dumps))
thread.start()
thread.join()


def __getattr__(name):
    return lambda *_: None
