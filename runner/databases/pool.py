"""The databases of one run: made ahead, lent, and dropped when there is time."""

from __future__ import annotations

import contextlib
import importlib
import os
import secrets
import sys
import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from runner.databases.home import home
from runner.errors import DrillsError, SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

    from runner.databases.admin import Address, Admin
    from runner.databases.cluster import Server

AHEAD = 2
"""Databases made ahead. A check lasts longer than a database takes to make."""
MOST_AHEAD = 12
"""Made ahead where there is time: as many as the drill has checks, before the first run, or as the
last run took, before the next; and those that come after."""
BACKLOG = 8
"""Databases given back that may wait to be dropped: each takes 8 MB."""
OPENED_FROM = 12
"""So many databases later a run copies one that was opened: it is long enough for that to pay."""
KEPT = "drills_kept_"


class Pool:
    """The databases of one run, on one server.

    Args:
        checks: the drill's `checks.py`, for its `seed`; None for empty databases.
        durable: whether a server of our own syncs its files.
    """

    def __init__(self, checks: Path | None, *, durable: bool) -> None:
        self._checks = checks
        self._durable = durable
        self._run = secrets.token_hex(4)
        self._stack = contextlib.ExitStack()
        self._revive: Callable[[], Server] | None = None
        self._admin: Admin | None = None
        self._template = ""
        self._made = 0
        # The checks are still being imported, which leaves a processor free.
        self._goal = min(_number_of(checks) + AHEAD, MOST_AHEAD)
        self._taken = 0
        self._ready: deque[Address] = deque()
        self._lent: set[str] = set()
        self._to_drop: deque[str] = deque()
        self._to_keep: deque[tuple[str, str]] = deque()
        self._swept = False

    @property
    def descriptor(self) -> int | None:
        """What becomes readable when the server goes away."""
        return self._admin.fileno if self._admin else None

    def take(self) -> Address:
        """A database of the caller's own, made ahead where there was time.

        Raises:
            DrillsError: there is no server, or the drill's `seed` fails.
        """
        import psycopg2

        for last_try in (False, True):
            try:
                admin = self._ensure_admin()
                address = self._ready.popleft() if self._ready else self._make(admin)
            except psycopg2.Error as error:
                if self.check_server() or last_try:
                    raise _problem(error) from error
            else:
                self._lent.add(address.name)
                self._taken += 1
                return address
        raise AssertionError("unreachable")

    def give_back(self, name: str, keep_as: str | None) -> None:
        """Have a database dropped, or kept under another name, when there is time."""
        import psycopg2

        if name not in self._lent:
            return
        self._lent.remove(name)
        # Now: what somebody left connected would lack the checks that come before it is dropped.
        if self._admin is not None:
            with contextlib.suppress(psycopg2.Error):
                self._admin.disconnect(name)
        if keep_as is None:
            self._to_drop.append(name)
        else:
            self._to_keep.append((name, keep_as))

    def rest(self) -> None:
        """Nobody has asked for a while: what was taken until now, the next run will take."""
        if self._taken:
            self._goal = min(self._taken + AHEAD, MOST_AHEAD)
            self._taken = 0

    def work(self, *, resting: bool) -> bool:
        """Do one thing of what is not urgent; False when there is nothing left to do.

        Args:
            resting: whether there is time for all of it.
        """
        import psycopg2

        goal = self._goal if resting else AHEAD
        try:
            admin = self._ensure_admin()
            if len(self._ready) < goal and len(self._to_drop) < BACKLOG:
                address = self._make(admin)
                if resting:
                    admin.open_once(address)
                self._ready.append(address)
                return True
            if not resting and len(self._to_drop) < BACKLOG:
                return False
        except (psycopg2.Error, DrillsError) as error:
            log(error)  # the next take tells it, where it still holds
            return self._admin is not None and not self.check_server()  # once more on a new one
        return self._tidy(admin)

    def check_server(self) -> bool:
        """Whether the server is there; where it is not, whatever comes next brings it back."""
        if self._admin is None or self._admin.is_alive():
            return self._admin is not None
        self._admin.close()
        self._admin = None
        return False

    def close(self) -> None:
        """Drop what was made and leave the server, which stops when we were the last."""
        import psycopg2

        with self._stack:
            if not self.check_server() or (admin := self._admin) is None:
                return
            try:
                while self._to_keep or not self._swept:
                    self._tidy(admin)
                self._to_drop.extend(admin.own())
                while self._to_drop:
                    self._tidy(admin)
            except psycopg2.Error as error:
                log(error)
            admin.close()

    def _tidy(self, admin: Admin) -> bool:
        """Keep or drop one database; False when all is tidy."""
        import psycopg2

        from runner.databases.templates import label

        try:
            if self._to_keep:
                name, keep_as = self._to_keep.popleft()
                admin.keep(name, KEPT + label(keep_as))
            elif self._to_drop:
                admin.drop(self._to_drop.popleft())
            elif not self._swept:
                self._swept = True
                self._to_drop.extend(admin.left_behind())
            else:
                return False
        except psycopg2.Error as error:  # it stays for a later run to sweep
            log(error)
            return self.check_server()
        return True

    def _make(self, admin: Admin) -> Address:
        """A new database.

        From the OPENED_FROM-th on they are copies of that one, which a session has opened.  With it
        is copied what that session has read of the catalogue (see `Admin.open_once`): the first
        session in each copy takes 2 ms instead of 7.  The template itself is no place for that: a
        server that starts removes it.
        """
        address = self._copy(admin)
        if self._made == OPENED_FROM and admin.copies_files:
            admin.open_once(address)
            admin.disconnect(address.name)
            self._template = address.name
            address = self._copy(admin)
        return address

    def _copy(self, admin: Admin) -> Address:
        """A copy of the template, which is made again where another run dropped it meanwhile."""
        import psycopg2.errors

        for last_try in (False, True):
            self._made += 1
            name = f"drills_{self._run}_{self._made}"
            try:
                return admin.make(name, self._template)
            except psycopg2.errors.InvalidCatalogName:
                admin.drop(name)
                if last_try:
                    raise
                self._find_template(admin)
        raise AssertionError("unreachable")

    def _find_template(self, admin: Admin) -> None:
        from runner.databases.templates import template_for

        self._template = template_for(admin, self._checks)

    def _ensure_admin(self) -> Admin:
        """The connection, and before it the server."""
        if self._admin is None:
            server = self._revive() if self._revive else self._reach()
            from runner.databases.admin import Admin

            self._admin = Admin(server, self._run, durable=self._durable)
            # A server that was killed still has its databases, but for the last steps of the last;
            # one that was made anew has none.
            self._ready = deque(each for each in self._ready if self._admin.is_whole(each.name))
            self._template = ""
        if not self._template:
            self._find_template(self._admin)
        return self._admin

    def _reach(self) -> Server:
        """Bring a server up, or find the external one."""
        if url := os.environ.get("DRILLS_POSTGRES_URL"):
            from runner.databases.external import external_server

            return external_server(url)
        from runner.databases.cluster import Cluster

        cluster = Cluster(home(), durable=self._durable)
        # The server takes its 20 ms to start mostly on the other processor, and the driver as
        # long to import.
        threading.Thread(target=importlib.import_module, args=("psycopg2",)).start()
        server = self._stack.enter_context(cluster.using())
        self._revive = cluster.ensure_running
        return server


def _number_of(checks: Path | None) -> int:
    """About how many checks a module holds: one may take no database, or several."""
    return checks.read_bytes().count(b"def test_") if checks else 0


def _problem(error: Exception) -> SetupError:
    said = str(error).strip().splitlines()
    return SetupError(
        f"PostgreSQL refuses: {said[0] if said else type(error).__name__}",
        mend="drills doctor tells which server that is.",
    )


def log(error: Exception) -> None:
    """Write an error to where supply.log is."""
    import traceback

    traceback.print_exception(error)
    sys.stderr.flush()
