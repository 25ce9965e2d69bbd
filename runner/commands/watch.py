"""`drills watch`: save the file, see the verdict; the rest is a key away."""

from __future__ import annotations

import os
import select
import shlex
import subprocess
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import DRILL, pass_course, work_option
from runner.errors import DrillsError, UsageError
from runner.render.console import marks, say, shown, width

if TYPE_CHECKING:
    from runner.model import Drill, Verdict
    from runner.render.screen import Screen
    from runner.warm import Warm

_KEYS = "h hint  s SQL  t time  p plan  d data  e edit  n next  l list  ? more  q quit"
_ALL_KEYS = """\
h   the next hint              e   open the answer in $EDITOR
s   the SQL of your code       v   the reference beside your answer
t   the timeline of sessions   r   put the stub back, keep the answer
p   the plans of statements    n   go to the next drill
d   the schema and the data    l   the list: go to another drill
b   the brief                  a   check again all that is done
Esc back to the verdict        q   quit

Arrows, Page Up, Page Down, Home and End scroll."""
_VIEWS = {
    "h": ["hint"],
    "s": ["trace", "--sql"],
    "t": ["trace", "--timeline"],
    "p": ["trace", "--plan"],
    "d": ["trace", "--schema", "--data"],
    "v": ["solution", "--yes"],
}
_BACK = {"\x1b", "\r", "\n"}


@click.command
@click.argument("drill", metavar="[NAME]", type=DRILL, required=False)
@work_option
@pass_course
@click.pass_context
def command(context: click.Context, course: Course, drill: Drill | None) -> None:
    """Check your answer each time you save it.

    It starts with NAME, or with the drill that `drills next` names. Keys show hints, SQL, plans
    and more. Without a terminal it prints a verdict per save.
    """
    from runner.render.screen import Screen, has_terminal

    drill = drill or _first_open(course)
    root = context.find_root().command
    assert isinstance(root, click.Group)
    if not has_terminal():
        _Session(course, drill, root, None).run()
        return
    with Screen.taken(colour=context.color is not False) as screen:
        _Session(course, drill, root, screen).run()


def _first_open(course: Course) -> Drill:
    from runner.commands.next import next_drill

    drill = next_drill({drill: course.state(drill) for drill in course.catalog.drills})
    if drill is None:
        raise UsageError("every drill is done", mend="`drills watch NAME` watches one of them.")
    return drill


class _Session:
    """One learner at one terminal: the drill that is watched, and what the screen shows."""

    def __init__(
        self, course: Course, drill: Drill, root: click.Group, screen: Screen | None
    ) -> None:
        self._course = course
        self._root = root
        self._screen = screen
        self._warm: Warm | None = None
        self._over = False
        self._text = ""
        self._verdict: Verdict | None = None
        self._go_to(drill)

    def run(self) -> None:
        """Watch until told to stop."""
        from runner.watching import LOOK_SECONDS

        try:
            while not self._over:
                sources = [self._warm.fileno()] if self._asked and self._warm else []
                sources += [0] if self._screen else []
                readable, _, _ = select.select(sources, [], [], LOOK_SECONDS)
                if self._asked and self._warm and self._warm.fileno() in readable:
                    self._take_verdict()
                if self._screen and 0 in readable:
                    self._press(self._screen.key())
                if self._watched.changed():
                    self._ask()
                if self._screen and self._screen.needs_drawing():
                    self._show_report()
        finally:
            self._end_warm()

    def _go_to(self, drill: Drill) -> None:
        from runner.warm import Warm
        from runner.watching import Watched

        self._end_warm()
        self.drill = drill
        self._path, self._created = self._course.workspace.ensure(drill)
        self._watched = Watched(self._path)
        self._warm = Warm(drill)
        self._asked: str | None = None
        self._problem: DrillsError | None = None
        self._verdict = None
        self._ask()

    def _end_warm(self) -> None:
        if self._warm is not None:
            self._warm.close()
            self._warm = None

    def _ask(self) -> None:
        """Have what stands there checked, unless that is going on: then once more afterwards."""
        if self._watched.digest is None:
            self._verdict = None
            self._problem = UsageError(
                f"{shown(self._path)} is not there (any more)",
                mend=f"Save it again, or `drills reset {self.drill.name}` starts from the stub.",
            )
            self._show_report()
        elif not self._asked and self._warm is not None:
            self._asked = self._watched.digest
            self._started_at = datetime.now(UTC)
            try:
                self._warm.ask(self._path, keep_as=self.drill.name)
            except DrillsError as error:
                self._fail(error)
        if self._screen and self._verdict is None and self._problem is None:
            self._show_report()

    def _take_verdict(self) -> None:
        assert self._warm is not None
        asked, self._asked = self._asked, None
        try:
            verdict = self._warm.receive()
        except DrillsError as error:
            self._fail(error)
            return
        while self._watched.changed():
            pass
        if self._watched.digest != asked:  # of what is no longer there
            self._ask()
            return
        self._verdict, self._problem = verdict, None
        self._show_report()
        self._record(verdict, asked or "")

    def _fail(self, error: DrillsError) -> None:
        """What checks has ended, or cannot: say so, and start another for the next save."""
        from runner.warm import Warm

        self._problem, self._asked = error, None
        self._end_warm()
        self._warm = Warm(self.drill)
        self._show_report()

    def _record(self, verdict: Verdict, digest_checked: str) -> None:
        from runner import traces
        from runner.workspace import digest

        self._course.attempts.record(
            verdict,
            answer_digest=digest_checked,
            checks_digest=digest(self.drill.checks, self.drill.file("exercise")),
            started_at=self._started_at,
        )
        traces.save(self._course.workspace.root, verdict, self._started_at)

    def _show_report(self) -> None:
        self._show(self._report(), end=True)  # where the first failure is told in full

    def _report(self) -> str:
        """What the main screen says now."""
        from runner.render.layout import wrapped
        from runner.render.terminal import header, report

        head = header(self.drill, self._path, created=self._created, width=width())
        if self._problem is not None:
            return f"{head}\n{self._problem.message}\n{self._problem.mend}"
        if self._verdict is None:
            return f"{head}\nChecking …"
        lines = [head, report(self._verdict, marks=marks(), width=width()), ""]
        if self._verdict.passed:
            lines += [
                wrapped(self.drill.learnt, width()),
                "n goes to the next drill, v shows the reference.",
            ]
        else:
            lines.append("Save your file, and this is checked again.")
        return "\n".join(lines)

    def _show(self, text: str, *, keys: str = _KEYS, end: bool = False) -> None:
        if self._screen is not None:
            self._screen.show(text, keys, end=end)
        elif self._verdict is not None or self._problem is not None:
            say(text)
            say()

    # -- keys ------------------------------------------------------------------------------

    def _press(self, key: str) -> None:
        assert self._screen is not None
        if key == "q":
            self._over = True
        elif key in _VIEWS:
            name, *options = _VIEWS[key]
            self._show(self._output_of(name, self.drill.name, *options), keys="Esc back  q quit")
        elif key == "b":
            self._show(self._brief(), keys="Esc back  q quit")
        elif key in _BACK:
            self._show_report()
        elif key == "?":
            self._show(_ALL_KEYS, keys="Esc back  q quit")
        elif key == "e":
            self._edit()
        elif key == "r":
            if self._screen.ask("Put the stub back? Your answer is kept. y/n", "yn") == "y":
                self._output_of("reset", self.drill.name)
            self._show_report()
        elif key == "n":
            self._go_on()
        elif key == "l":
            self._choose()
        elif key == "a":
            self._check_all()

    def _output_of(self, *arguments: str) -> str:
        """What a command prints, with its colours."""
        printed = StringIO()
        os.environ["COLUMNS"] = str(width())  # what is printed into has no width of its own
        with redirect_stdout(printed), redirect_stderr(printed), suppress(SystemExit):
            course = Course()
            course.work = str(self._course.workspace.root)
            self._root.main([*arguments], obj=course, color=True)
        del os.environ["COLUMNS"]
        return printed.getvalue()

    def _edit(self) -> None:
        assert self._screen is not None
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        with self._screen.given_away(), suppress(KeyboardInterrupt):
            try:
                subprocess.run([*shlex.split(editor), str(self._path)], check=False)
            except OSError as error:
                say(f"cannot start {editor}: {error.strerror}. Set EDITOR to another.")
                click.pause()
        self._show_report()

    def _go_on(self) -> None:
        try:
            self._forget_states()
            self._go_to(_first_open(self._course))
        except DrillsError as error:
            self._show(f"{error.message}\n{error.mend}", keys="Esc back  q quit")

    def _choose(self) -> None:
        assert self._screen is not None
        self._show(self._output_of("list"))
        name = self._screen.ask("Go to drill (Enter; Esc goes back):")
        if not name:
            self._show_report()
            return
        try:
            self._go_to(self._course.catalog.drill(name))
        except DrillsError as error:
            self._show(f"{error.message}\n{error.mend}", keys="Esc back  q quit")

    def _forget_states(self) -> None:
        self._course.__dict__.pop("done_so_far", None)

    def _check_all(self) -> None:
        """Check again the answers to all drills that are done, one line each."""
        self._forget_states()
        done = [
            drill
            for drill in self._course.catalog.drills
            if self._course.state(drill) in {"done", "changed"}
        ]
        lines = [f"Checking {len(done)} answers again …", ""]
        for drill in done:
            lines.append(self._check_again(drill))
            self._show("\n".join(lines), keys="", end=True)
        self._show("\n".join([*lines, "", "Done."]), keys="Esc back  q quit", end=True)

    def _check_again(self, drill: Drill) -> str:
        from runner.warm import Warm

        warm = Warm(drill)
        try:
            warm.ask(self._course.workspace.answer_path(drill), keep_as=drill.name)
            passed, total = warm.receive().tally
        except DrillsError as error:
            return f"{marks().failed} {drill.name}: {error.message}"
        finally:
            warm.close()
        return f"{marks().passed if passed == total else marks().failed} {drill.name}"

    def _brief(self) -> str:
        from runner.render.brief import rendered

        text = (self.drill.path / "README.md").read_text(encoding="utf-8")
        return rendered(text, width=width(), colour=True)
