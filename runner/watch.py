"""Watch the answer to a drill: check what was saved, remember the attempts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from runner.errors import DrillsError, UsageError
from runner.execution.warm import Warm
from runner.learner import traces
from runner.learner.watching import Watched

if TYPE_CHECKING:
    from pathlib import Path

    from runner.learner.attempts import Attempts
    from runner.model import Drill, Verdict
    from runner.workspace import Workspace


_SOON = timedelta(seconds=1)
"""To start another process that checks takes a good part of it."""


class Watch:
    """One answer under watch and the process that checks it; `go_to` begins.

    Args:
        workspace: where the answers are.
        attempts: takes every verdict.
        news: called when there is something else to show.
        poll: whether each look reads the answer, whatever the file system says of it.
    """

    drill: Drill
    path: Path
    """Of the answer."""
    created: bool
    """Whether that was made from the stub just now."""

    def __init__(
        self,
        workspace: Workspace,
        attempts: Attempts,
        news: Callable[[], None],
        *,
        poll: bool,
    ) -> None:
        self._workspace = workspace
        self._attempts = attempts
        self._news = news
        self._poll = poll
        self._warm: Warm | None = None
        self._watching = ExitStack()
        self.verdict: Verdict | None = None
        """The last one on this answer; None before the first."""
        self.problem: DrillsError | None = None
        """Why there is none; beside one, why that could not be remembered."""
        self._asked: object = None
        """The version a verdict is awaited on."""
        self._early: Verdict | None = None
        """Given while the answer was perhaps still being written."""

    @property
    def sources(self) -> list[int]:
        """The descriptors that become readable when there is something to `look` at."""
        return [*self._verdict_source, *self._watched.sources]

    @property
    def is_checking(self) -> bool:
        """Whether a verdict is awaited on what stands there."""
        return self._asked is not None

    @property
    def patience(self) -> float:
        """Seconds after which to `look`, whether something is readable or not."""
        return self._watched.patience

    @property
    def _verdict_source(self) -> list[int]:
        return [self._warm.fileno()] if self._asked and self._warm else []

    def look(self, readable: Collection[int] = ()) -> None:
        """See whether a verdict has come, or something was saved; call it often.

        Args:
            readable: descriptors, those of others among them.
        """
        if any(source in readable for source in self._verdict_source):
            self._take_verdict()
        if self._watched.changed():
            self._ask()
        if self._early is not None and self._watched.is_still:
            self._tell(self._early)

    def go_to(self, drill: Drill) -> None:
        """Watch the answer to another drill; the file is made from the stub where there is none.

        Raises:
            DrillsError: there is no place for its answer.
        """
        self.path, self.created = self._workspace.ensure(drill)
        self.close()
        self.drill = drill
        self._watched = Watched(self.path, poll=self._poll)
        self._watching.callback(self._watched.close)
        self._asked = self._early = None
        self.verdict, self.problem = None, None
        self._ask()

    def close(self) -> None:
        """End the process that checks, and watch no more."""
        self._end_warm()
        self._watching.close()

    def _end_warm(self) -> None:
        if self._warm is not None:
            self._warm.close()
            self._warm = None

    def _ask(self) -> None:
        """Have what stands there checked, unless that is going on: then once more afterwards.

        What was saved before is checked to its end only where that is soon.
        """
        self._early = None
        if self._watched.digest is None:
            self.verdict = None
            self.problem = self._watched.problem or UsageError(
                f"{self.path} is not there (any more)",
                mend=f"Save it again, or `drills reset {self.drill.name}` starts from the stub.",
            )
            self._news()
        elif not self._asked or self._checks_long_what_is_gone:
            if self._asked:
                self._end_warm()
            self._asked = self._watched.version
            self._started_at = datetime.now(UTC)
            if self._warm is None:
                self._warm = Warm(self.drill)
            self._warm.ask(self.path, keep_as=self.drill.name)
            if self.problem is None:
                self._news()

    @property
    def _checks_long_what_is_gone(self) -> bool:
        """Whether nobody waits for the check that goes on."""
        is_long = datetime.now(UTC) - self._started_at >= _SOON
        return is_long and self._asked != self._watched.version

    def _take_verdict(self) -> None:
        assert self._warm is not None
        asked, self._asked = self._asked, None
        try:
            verdict = self._warm.receive()
        except DrillsError as error:
            self._fail(error)
            return
        self._watched.changed()
        if self._watched.version != asked:  # it may be of what was there in between
            self._ask()
        elif self._watched.is_still:
            self._tell(verdict)
        else:
            self._early = verdict

    def _tell(self, verdict: Verdict) -> None:
        """Show a verdict on what stands there, and then remember it, or show why that failed."""
        self._early = None
        self.verdict, self.problem = verdict, None
        self._news()
        try:
            traces.remember(
                self.drill,
                verdict,
                workspace=self._workspace,
                attempts=self._attempts,
                answer_digest=self._watched.digest or "",
                started_at=self._started_at,
            )
        except DrillsError as error:
            self.problem = error
            self._news()

    def _fail(self, error: DrillsError) -> None:
        """What checks has ended, or cannot: say so.  The next change starts another."""
        self.verdict, self.problem = None, error
        self._end_warm()
        self._news()
