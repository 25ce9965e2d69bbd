"""How to reach a database: libpq strings and SQLAlchemy URLs, quoted for any path and password."""

from __future__ import annotations

from urllib.parse import quote, urlencode

_ASYNCPG_OPTIONS = {"sslmode": "ssl"}
"""What libpq calls a parameter -> what asyncpg calls it; it refuses those it does not know."""


def connection_string(**parameters: str) -> str:
    """A libpq connection string: `host='/a b' user='me'`."""
    return " ".join(
        "{}='{}'".format(name, value.replace("\\", "\\\\").replace("'", "\\'"))
        for name, value in parameters.items()
    )


def urls(parameters: dict[str, str]) -> tuple[str, str]:
    """SQLAlchemy URLs, for psycopg2 and for asyncpg, of libpq's parameters."""
    rest = {
        name: value
        for name, value in parameters.items()
        if name not in {"user", "password", "dbname"}
    }
    asynchronous = {name: value for name, value in rest.items() if name in {"host", "port"}} | {
        theirs: rest[ours] for ours, theirs in _ASYNCPG_OPTIONS.items() if ours in rest
    }
    who = f"{quote(parameters['user'], safe='')}:{quote(parameters['password'], safe='')}"
    where = f"{who}@/{quote(parameters['dbname'], safe='')}"
    return (
        f"postgresql+psycopg2://{where}?{urlencode(rest)}",
        f"postgresql+asyncpg://{where}?{urlencode(asynchronous)}",
    )
