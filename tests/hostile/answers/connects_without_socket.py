"""Reaches the network by modules and programs that are not called socket."""

import asyncio
import subprocess
import urllib.request

STATUS = "failed tampering error import_error"
POINTS = 0

def add(*_):
    try:
        urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=0.2)
    except OSError:
        pass


def names(*_):
    async def work():
        try:
            await asyncio.wait_for(asyncio.open_connection("127.0.0.1", int("@PORT@")), 0.2)
        except (OSError, TimeoutError):
            pass

    asyncio.run(work())


def value(*_):
    try:
        subprocess.run(["bash", "-c", "echo hostile > /dev/tcp/127.0.0.1/@PORT@"], capture_output=True)
    except OSError:
        pass


take = add


def __getattr__(name):
    return lambda *_: None
