"""What keeps a marked answer from the machine and from its checks: isolation and the watch.

`runner.checking` makes one guard per child; `runner.execution.collected` lets it close the child
off right before the answer is loaded.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runner import instruments, isolation, tampering
from runner.isolation import environment
from runner.tampering.rules import FROZEN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import ModuleType

    from runner.classroom.marks import Isolation
    from runner.execution.channel import Channel
    from runner.model import Drill


def get_ready(modules: Iterable[ModuleType], level: Isolation) -> None:
    """Watch what checks rely on, in the parent, once that is all imported.

    Args:
        modules: the drill's checks, the instructor's and the canaries.
        level: how the children will be isolated.
    """
    # Imported later, in a child, they would come from wherever the answer says.
    instruments.import_all()
    for name in FROZEN & sys.modules.keys():  # an import would add to them
        for found in pkgutil.iter_modules(getattr(sys.modules[name], "__path__", ()), f"{name}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    if level == "strict":
        _keep_sqlites_own_files()
    tampering.watch(*modules)


@dataclass(frozen=True, slots=True)
class Guard:
    """Of one child."""

    level: Isolation
    drill: Drill
    answer_file: Path
    """The private copy that will be loaded."""
    folder: Path
    """The one place where the child may write."""
    checks: tuple[Path, ...]
    """Files whose code is ours."""
    ports: tuple[int, ...] = ()
    """TCP ports of the database, where it is on another machine."""
    _told: list[Channel] = field(default_factory=list)

    def enter(self, channel: Channel) -> None:
        """Close this process off, right before the answer is loaded.

        Args:
            channel: told of any tampering.

        Raises:
            OSError: the kernel refused what it said it has.
        """
        self._told.append(channel)
        environment.empty(self.folder)
        if self.level == "strict":
            isolation.enter(self.drill, self.drill.limits, folder=self.folder, network=self.ports)
        tampering.arm(
            self._tell,
            checks=self.checks,
            root=self.drill.path.parents[self.drill.slug.count("/")],
            given=self.drill.path / "exercise",
            ports=self.ports,
            starts=self.drill.grading.get("starts_programs", False),
        )
        if what := tampering.reflection(self.answer_file):
            self._tell(what)

    def seen(self, value: object) -> None:
        """Look at what the answer returned: whether it claims to equal what it does not."""
        tampering.watch_equality(value, self._tell)

    def _tell(self, what: str) -> None:
        self._told[0].send({"tampering": what})


def _keep_sqlites_own_files() -> None:
    """Have SQLite write what a large statement spills where a child may write: where it works.

    It reads TMPDIR before a child is forked.  The pragma is marked as deprecated, and yet the only
    way that needs no C.
    """
    if "sqlite3" in sys.modules:
        import sqlite3

        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("PRAGMA temp_store_directory = '/proc/self/cwd'")
