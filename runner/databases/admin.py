"""The one administrator's connection: makes, drops, keeps and sweeps our databases and roles.

Every name it touches starts with `drills_`. A run's databases are called `drills_RUN_NUMBER`,
each with a login role of the same name, and the run's session holds an advisory lock with the
run's number for as long as it lives. That is how another run tells the dead.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg2
import psycopg2.errors
from psycopg2 import extensions

from runner.databases.addresses import connection_string, urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runner.databases.cluster import Server

LEARNERS = "drills_learner"
"""Owns what a drill's `seed` made; every run's role is a member, so it may alter and drop it."""

_RUN_LOCKS = 0x44524C31
_TEMPLATE_LOCKS = 0x44524C32
_CONNECTIONS = 60
"""Open at once by one role: more than any drill needs, fewer than the server has."""
_ANY_RUN = r"^drills_([0-9a-f]{8})_[0-9]+$"
_NAME = re.compile(r"[a-z0-9_]{1,63}")


@dataclass(frozen=True, slots=True)
class Address:
    """A database, and how its own role reaches it."""

    name: str
    dsn: str
    url: str
    async_url: str


class Admin:
    """Speaks to the server for one run.

    Args:
        server: where to connect as its administrator.
        run: eight hexadecimal digits, the run's part of every name.
        durable: whether the embedded server syncs its files.

    Raises:
        psycopg2.Error: it cannot connect or lacks a right.
    """

    def __init__(self, server: Server, run: str, *, durable: bool = False) -> None:
        self._dsn = server.dsn
        self._connection = psycopg2.connect(
            server.dsn, connect_timeout=10, application_name="drills"
        )
        self._connection.autocommit = True
        # Copying files beats logging pages (13 against 16 ms), except where every file is synced;
        # and it forces checkpoints, which are not ours to force on somebody else's server.
        self.copies_files = server.embedded and not durable
        """Whether a copy of a database has all its files, not just its tables."""
        self._locale = (
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
            if self._connection.server_version >= 170000
            else "LOCALE 'C'"
        )
        self.run = run
        [(self._is_superuser, known)] = self._rows(
            "SELECT rolsuper, to_regrole(%s) IS NOT NULL FROM pg_roles"
            " WHERE rolname = CURRENT_USER",
            LEARNERS,
        )
        # Saves 4,096 rounds of hashing at every login; our passwords are not to be guessed.
        self._run("SET scram_iterations = 1")
        # Shared, as a run that connects again may find its own old session not yet gone.
        self._rows("SELECT pg_advisory_lock_shared(%s, %s)", _RUN_LOCKS, _signed(run))
        if not known:
            self._prepare(embedded=server.embedded)

    @property
    def fileno(self) -> int:
        """The connection's descriptor: readable out of turn when the server is gone."""
        return self._connection.fileno()

    def is_alive(self) -> bool:
        """Whether the server still answers."""
        try:
            self._run("SELECT 1")
        except psycopg2.Error:
            return False
        return True

    def close(self) -> None:
        """Disconnect; the run then counts as dead."""
        self._connection.close()

    def exists(self, database: str) -> bool:
        """Whether there is such a database."""
        return bool(self._rows("SELECT 1 FROM pg_database WHERE datname = %s", database))

    def is_whole(self, database: str) -> bool:
        """Whether a database is there, and open: it is made closed, and opened in the end."""
        return bool(
            self._rows("SELECT 1 FROM pg_database WHERE datname = %s AND datallowconn", database)
        )

    def make(self, name: str, template: str, *, seeding: bool = False) -> Address:
        """Make a database and its role: nobody else may connect, and the role owns no other.

        Args:
            name: of both.
            template: the database to copy; `template0` for an empty one.
            seeding: what the role makes belongs to `drills_learner`, for use as a template.
        """
        password = secrets.token_hex(32)
        owner = LEARNERS if seeding else _checked(name)
        self._run(
            f"CREATE ROLE {name} LOGIN PASSWORD '{password}' CONNECTION LIMIT {_CONNECTIONS};"
            f"GRANT {LEARNERS} TO {name} WITH INHERIT TRUE, SET {seeding}"
            + (f"; ALTER ROLE {name} SET role = {LEARNERS}" if seeding else "")
            + self._grant_to_us(name)
            + self._limits(name)
        )
        strategy = "FILE_COPY" if self.copies_files else "WAL_LOG"
        locale = f"ENCODING 'UTF8' {self._locale}" if template == "template0" else ""
        # Closed at first: until PUBLIC has lost the right to connect, other runs could come in.
        self._run(
            f"CREATE DATABASE {name} OWNER {owner} TEMPLATE {_checked(template)}"
            f" STRATEGY {strategy} {locale} ALLOW_CONNECTIONS false"
        )
        self._run(
            f"REVOKE ALL ON DATABASE {name} FROM PUBLIC;"
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"
        )
        return self._address(name, password)

    @staticmethod
    def open_once(address: Address) -> None:
        """Connect, so that the next one need not read the system's catalogue.

        The first session in a database writes what it read there to a file, `pg_internal.init`.
        """
        psycopg2.connect(address.dsn).close()

    def drop(self, name: str) -> None:
        """Drop a database and its role, whoever is connected."""
        self.disconnect(name)
        try:
            self._run(f"DROP DATABASE IF EXISTS {_checked(name)} WITH (FORCE)")
        except psycopg2.errors.WrongObjectType:  # its owner may declare it a template
            self._run(f"ALTER DATABASE {name} IS_TEMPLATE false")
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._run(f"DROP ROLE IF EXISTS {name}")

    def keep(self, name: str, kept: str) -> None:
        """Rename a database and its role, in place of the ones kept under that name before."""
        self.drop(kept)
        self.disconnect(name)
        # The database last: who waits for it to be kept may come in the very next moment.
        self._run(f"ALTER ROLE {_checked(name)} RENAME TO {_checked(kept)}")
        self._run(f"ALTER DATABASE {name} RENAME TO {kept}")

    def publish(self, name: str, template: str) -> None:
        """Turn a database made with `seeding` into a template that nobody can connect to."""
        self.disconnect(name)
        self._run(
            f"ALTER DATABASE {_checked(name)} OWNER TO CURRENT_USER;"
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"
        )
        self._run(f"ALTER DATABASE {name} RENAME TO {_checked(template)}")
        self._run(f"DROP ROLE {name}")

    def drop_templates(self, pattern: str, *, but: str) -> None:
        """Drop the databases that match a regular expression, except one."""
        for (name,) in self._rows(
            "SELECT datname FROM pg_database WHERE datname ~ %s AND datname <> %s", pattern, but
        ):
            with contextlib.suppress(psycopg2.errors.ObjectInUse):  # a run copies it right now
                self._run(f"DROP DATABASE IF EXISTS {_checked(name)}")

    @contextlib.contextmanager
    def making(self, template: str) -> Iterator[None]:
        """Hold the right to make this template; others wait."""
        number = int.from_bytes(hashlib.sha256(template.encode()).digest()[:4], signed=True)
        self._rows("SELECT pg_advisory_lock(%s, %s)", _TEMPLATE_LOCKS, number)
        try:
            yield
        finally:
            self._rows("SELECT pg_advisory_unlock(%s, %s)", _TEMPLATE_LOCKS, number)

    def left_behind(self) -> list[str]:
        """What dead runs left: databases and roles whose run holds no lock any more."""
        # Names first, locks after: a run that starts in between is seen alive. pg_locks shows
        # the locks of all databases, where trying the lock would ask only about our own.
        names = self._names(_ANY_RUN)
        alive = self._rows(
            "SELECT lpad(to_hex(objid::bigint), 8, '0') FROM pg_locks"
            " WHERE locktype = 'advisory' AND classid = %s AND granted",
            _RUN_LOCKS,
        )
        runs = {run for (run,) in alive}
        return [name for name in names if name.split("_")[1] not in runs]

    def own(self) -> list[str]:
        """Everything this run has made and not yet dropped, kept or published."""
        return self._names(f"^drills_{self.run}_[0-9]+$")

    def _names(self, pattern: str) -> list[str]:
        rows = self._rows(
            "SELECT datname FROM pg_database WHERE datname ~ %s"
            " UNION SELECT rolname FROM pg_roles WHERE rolname ~ %s",
            pattern,
            pattern,
        )
        return [name for (name,) in rows]

    def _prepare(self, *, embedded: bool) -> None:
        """Make the group role, once per server."""
        # By default everyone may connect to these two and look about.
        closed = "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;" if embedded else ""
        with contextlib.suppress(psycopg2.errors.DuplicateObject, psycopg2.errors.UniqueViolation):
            self._run(f"{closed}CREATE ROLE {LEARNERS} NOLOGIN{self._grant_to_us(LEARNERS)}")

    def _limits(self, role: str) -> str:
        """What keeps a forgotten or hostile session from taking the server from the others.

        A role may change its own timeouts, but not the limit on temporary files, which only a
        superuser can set at all.
        """
        own = {"statement_timeout": "5min", "idle_in_transaction_session_timeout": "5min"}
        if self._is_superuser:
            own["temp_file_limit"] = "1GB"
        return "".join(f"; ALTER ROLE {role} SET {key} = '{value}'" for key, value in own.items())

    def _grant_to_us(self, role: str) -> str:
        """Who is no superuser has to be a member of a role to hand it a database or take one."""
        if self._is_superuser:
            return ""
        return f"; GRANT {role} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE"

    def disconnect(self, database: str) -> None:
        """End every session in a database, and see them gone.

        DROP and RENAME would do it too, but look again only after 100 ms.
        """
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and self._rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", database
        ):
            time.sleep(0.002)

    def _address(self, name: str, password: str) -> Address:
        parameters = extensions.parse_dsn(self._dsn)
        parameters |= {"user": name, "password": password, "dbname": name}
        return Address(name, connection_string(**parameters), *urls(parameters))

    def _run(self, statement: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)

    def _rows(self, query: str, *values: object) -> list[tuple[str, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()


def _signed(run: str) -> int:
    """A run's eight digits as the signed number that an advisory lock takes."""
    return int.from_bytes(bytes.fromhex(run), signed=True)


def _checked(name: str) -> str:
    """A name that needs no quotes; names are ours, so another one is a mistake of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name of ours: {name!r}")
    return name
