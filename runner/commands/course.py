"""The course as one learner meets it: its drills, their answers, their attempts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runner.catalog import Catalog
    from runner.execution.ahead import Ahead
    from runner.learner.attempts import Attempts, DrillState, State
    from runner.model import Drill
    from runner.workspace import Workspace


class Course:
    """What every command works on.  Each part is imported and read on first use.

    Args:
        ahead: a process that checks and is starting already, where there is one.
    """

    def __init__(self, ahead: Ahead | None = None) -> None:
        self.ahead = ahead
        self.work: str | None = None
        """What `--work` says."""

    @cached_property
    def catalog(self) -> Catalog:
        """The tracks and drills.

        Raises:
            UsageError: `DRILLS_COURSE` names no folder.
        """
        from runner.catalog import Catalog, course_root

        return Catalog(course_root())

    @cached_property
    def workspace(self) -> Workspace:
        """The learner's folder.

        Raises:
            UsageError: it is a file.
        """
        from runner.workspace import Workspace, work_root

        return Workspace(work_root(self.work))

    @cached_property
    def attempts(self) -> Attempts:
        """The learner's attempts."""
        from runner.learner.attempts import Attempts

        return Attempts(self.workspace.progress)

    @cached_property
    def done_so_far(self) -> Mapping[str, DrillState]:
        """What the attempts amount to, by drill.

        Raises:
            SetupError: the progress file cannot be read.
        """
        return self.attempts.states()

    def state(self, drill: Drill) -> State:
        """How far a drill is.

        Raises:
            SetupError: the progress file or the answer cannot be read.
        """
        from runner.learner.attempts import state_of
        from runner.workspace import checks_digest

        return state_of(
            self.done_so_far.get(drill.slug),
            self.workspace.answer_digest(drill),
            lambda: checks_digest(drill),
        )
