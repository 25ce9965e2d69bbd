"""Children that wait for the answer to be saved: what a fork costs is paid before.

A forked child shares its memory with its parent; each page that either writes is copied first,
which takes a third of a short check's time.  A spare child has its own copy already.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from runner.sandbox import Child


@dataclass(slots=True)
class Spares:
    """Children for the next check of one answer, in a folder of theirs.

    Args:
        answer: the file or folder that they wait for.
        scratch: where their folders are.
    """

    answer: Path
    scratch: Path
    children: list[Child] = field(default_factory=list)

    def keep(self, number: int) -> None:
        """Keep so many of those that are alive; end the others."""
        kept = [child for child in self.children if _is_alive(child)][:number]
        for child in self.children:
            if child not in kept:
                child.end(beside=[other.pid for other in self.children])
        self.children = kept

    def close(self) -> None:
        """End them all."""
        self.keep(0)
        shutil.rmtree(self.scratch, ignore_errors=True)


def _is_alive(child: Child) -> bool:
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
