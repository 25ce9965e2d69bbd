"""`drills db`: look after the embedded PostgreSQL server."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from runner.commands.options import json_option
from runner.errors import UsageError as Misuse
from runner.render.console import say, say_json

if TYPE_CHECKING:
    from runner.databases.cluster import Cluster

JSON_VERSION = 1
_VARIABLE = "DRILLS_POSTGRES_URL"


@click.group
def command() -> None:
    """Look after the embedded PostgreSQL server.

    Commands that need it start it and stop it again; nothing has to be done by hand.
    """


@command.command
def start() -> None:
    """Start the server and keep it running until `drills db stop`."""
    server = _own_cluster().start_and_keep()
    say(f"PostgreSQL {server.version} is running until `drills db stop`.")


@command.command
def stop() -> None:
    """Stop the server, or let its last user stop it."""
    if _own_cluster().stop():
        say("PostgreSQL is stopped.")
    else:
        say("Another command uses PostgreSQL now: it stops with the last of them.")


@command.command
@json_option
def status(as_json: bool) -> None:
    """Show whether the server runs, and where it lives."""
    if url := os.environ.get(_VARIABLE):
        from runner.databases.external import external_server

        server = external_server(url)
        if as_json:
            about = {"running": True, "version": server.version, "source": server.source}
            say_json({"version": JSON_VERSION, "server": about})
        else:
            say(f"PostgreSQL {server.version} is running: {server.source}")
        return
    now = _own_cluster().status()
    if as_json:
        about = {key: str(v) if isinstance(v, os.PathLike) else v for key, v in asdict(now).items()}
        say_json({"version": JSON_VERSION, "server": about})
        return
    if not now.running:
        say(f"PostgreSQL {now.version} is not running. Commands that need it start it.")
    elif now.kept:
        say(f"PostgreSQL {now.version} is running (process {now.pid}) until `drills db stop`.")
    else:
        say(f"PostgreSQL {now.version} is running (process {now.pid}) while it is used.")
    for label, path in (("data", now.data), ("log", now.log), ("programs", now.source)):
        say(f"  {label:<10}{path}")


def _own_cluster() -> Cluster:
    """The embedded server's cluster.

    Raises:
        UsageError: another server is in use, which is not ours to start or stop.
    """
    if os.environ.get(_VARIABLE):
        raise Misuse(
            f"{_VARIABLE} is set: that server is not ours to start or stop",
            mend=f"Unset {_VARIABLE} to use the embedded server.",
        )
    from runner.databases.cluster import Cluster
    from runner.databases.home import home

    return Cluster(home())
