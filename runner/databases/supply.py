"""The process that keeps fresh databases ready while the checks run.

    python -m runner.databases.supply '{"checks": "/path/checks.py", "durable": false}'

It speaks JSON lines over the socket that is its stdin and stdout: `{"take": true}` is answered
by `{"granted": …}` or `{"error": …}`; `{"give_back": name, "keep_as": label}` has no answer. It
ends when its parent closes the socket or dies, and then drops what it made. It is trusted: it
holds the administrator's password, which no learner's code may see.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from runner.databases.home import home
from runner.databases.pool import Pool, log
from runner.errors import DrillsError

REST_SECONDS = 0.1
"""Without a request: no checks run, whose processors our work would take."""


def serve(pool: Pool, channel: int) -> None:
    """Answer requests until the other side is gone; in between, work ahead.

    Args:
        pool: where the databases come from.
        channel: the socket to the parent.
    """
    busy = resting = True
    unfinished = b""
    while True:
        watched = [channel] if pool.descriptor is None else [channel, pool.descriptor]
        patience = 0 if busy else None if resting else REST_SECONDS
        readable, _, _ = select.select(watched, [], [], patience)
        if pool.descriptor in readable:  # first: what is ready on a dead server is no use
            pool.check_server()
        if channel in readable:
            received = os.read(channel, 65536)
            if not received:
                return
            *lines, unfinished = (unfinished + received).split(b"\n")
            for line in lines:
                if (answer := _answer(pool, json.loads(line))) is not None:
                    os.write(channel, json.dumps(answer).encode() + b"\n")
        if readable:
            busy, resting = True, False
            continue
        if not busy and not resting:  # the wait was in vain
            resting = True
            pool.rest()
        busy = pool.work(resting=resting)


def _answer(pool: Pool, request: dict[str, Any]) -> dict[str, Any] | None:
    if name := request.get("give_back"):
        pool.give_back(name, request.get("keep_as"))
        return None
    try:
        return {"granted": asdict(pool.take())}
    except DrillsError as error:
        log(error)
        return {
            "error": {
                "kind": type(error).__name__,
                "message": error.message,
                "mend": error.mend,
            }
        }


def _private_channel() -> int:
    """The socket under a number of its own; what a seed prints goes to the log instead."""
    channel = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    log = nothing
    with contextlib.suppress(DrillsError, OSError):  # told when a database is asked for
        log = os.open(
            home() / "supply.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600
        )
    os.dup2(log, 1)
    os.dup2(log, 2)
    return channel


def main() -> None:
    """Run the process; see the module's docstring."""
    for number in (signal.SIGINT, signal.SIGHUP):  # the parent's end is our sign to stop
        signal.signal(number, signal.SIG_IGN)
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]  # they would change what libpq connects to
    options = json.loads(sys.argv[1])
    checks = Path(options["checks"]) if options["checks"] else None
    pool = Pool(checks, durable=options["durable"])
    try:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            serve(pool, _private_channel())
    finally:
        pool.close()


if __name__ == "__main__":
    main()
