"""A PostgreSQL server of the user's own, named by `DRILLS_POSTGRES_URL`."""

from __future__ import annotations

import os
import re

import psycopg2
from psycopg2 import extensions

from runner.databases.addresses import connection_string
from runner.databases.cluster import Server
from runner.errors import SetupError

VARIABLE = "DRILLS_POSTGRES_URL"
_OLDEST = 160000
_MEND = f"Correct {VARIABLE}, or unset it to use the embedded server."


def tcp_ports() -> tuple[int, ...]:
    """The TCP port of a server of the user's own; none where it is reached by a local socket."""
    url = os.environ.get(VARIABLE)
    if not url:
        return ()
    given = extensions.parse_dsn(_without_driver(url))
    host = given.get("host", "")
    return () if not host or host.startswith("/") else (int(given.get("port", 5432)),)


def external_server(url: str) -> Server:
    """The server, once it is known to be new enough and to give us the rights we need.

    Args:
        url: `postgresql://user:password@host:port/database`; a SQLAlchemy driver is ignored.

    Raises:
        SetupError: it does not answer, is too old, or lets us make no databases or roles.
    """
    dsn = _without_driver(url)
    try:
        connection = psycopg2.connect(dsn, connect_timeout=10)
    except psycopg2.Error as error:
        said = str(error).strip().splitlines()
        reason = said[0] if said else "no reason given"
        raise SetupError(f"{VARIABLE} does not connect: {reason}", mend=_MEND) from error
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolname, rolsuper OR rolcreatedb AND rolcreaterole,"
                " current_setting('server_version') FROM pg_roles WHERE rolname = CURRENT_USER"
            )
            [(role, may_create, version)] = cursor.fetchall()
        if connection.server_version < _OLDEST:
            raise SetupError(
                f"{VARIABLE} is PostgreSQL {version}; 16 or newer is needed", mend=_MEND
            )
        if not may_create:
            raise SetupError(
                f"{VARIABLE}: the role {role} may not create databases and roles",
                mend=f'As a superuser: ALTER ROLE "{role}" CREATEDB CREATEROLE',
            )
        info = connection.info
        # What was given in the URL, and what libpq made of that which was left out.
        parameters = extensions.parse_dsn(dsn) | {
            "host": info.host,
            "port": str(info.port),
            "user": info.user,
            "dbname": info.dbname,
        }
    finally:
        connection.close()
    return Server(
        dsn=connection_string(**parameters),
        version=version,
        source=f"{VARIABLE} ({parameters['host']})",
        socket_dir=None,
        embedded=False,
    )


def _without_driver(url: str) -> str:
    """A SQLAlchemy URL as libpq reads it."""
    return re.sub(r"^(postgres(?:ql)?)\+\w+://", r"\1://", url)
