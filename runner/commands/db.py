"""`drills db`: look after the embedded PostgreSQL server, and into its databases."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from runner.commands.options import drill_argument, json_option
from runner.errors import SetupError
from runner.errors import UsageError as Misuse
from runner.render.console import say, say_json

if TYPE_CHECKING:
    from runner.databases.cluster import Cluster
    from runner.model import Drill

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


@command.command
@drill_argument
def psql(drill: Drill) -> None:
    """Open the database of the check that failed last, in psql.

    In a pipe, psql reads its commands from there: echo "\\dt" | drills db psql NAME
    """
    if drill.database not in {"postgres", "both"}:
        raise Misuse(
            f"{drill.name} has no PostgreSQL database: it works on {drill.database}",
            mend=f"`drills run {drill.name} --sql` shows what was sent.",
        )
    from psycopg2.extensions import parse_dsn

    from runner.databases.kept import kept_database

    with kept_database(drill.name, durable=drill.durable) as kept:
        parameters = parse_dsn(kept.dsn)
        database = parameters.pop("dbname")
        # Not on the command line, where everybody on this machine could read the password.
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
        names |= {"options": "PGOPTIONS", "sslmode": "PGSSLMODE"}
        environment = {names[key]: value for key, value in parameters.items() if key in names}
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        # psql takes Ctrl-C as “cancel this query”; we would take it as “end psql”.
        signal.signal(signal.SIGINT, lambda *_: None)
        done = subprocess.run(
            [str(kept.psql), "--no-psqlrc", f"--dbname={database}"],
            env=surroundings | environment,
            check=False,
        )
    if done.returncode:
        raise SetupError(f"psql ended with exit code {done.returncode}")


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
