"""`drills watch`: save the file, see the verdict; the rest is a key away."""

from __future__ import annotations

import os
import select
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import DRILL, pass_course, work_option
from runner.errors import DrillsError, UsageError
from runner.learner.attempts import DONE
from runner.learner.editor import edit
from runner.render.console import marks, say, width

if TYPE_CHECKING:
    from runner.model import Drill
    from runner.render.screen import Screen

_KEYS = "h hint  s SQL  t time  p plan  d data  e edit  n next  l list  ? more  q quit"
_ALL_KEYS = """\
h   the next hint              e   open the answer in your editor
s   the SQL of your code       v   the reference beside your answer
t   the timeline of sessions   r   put the stub back, keep the answer
p   the plans of statements    n   go to the next drill
d   the schema and the data    l   the list: go to another drill
c   figures as bars            a   check again all that is done
b   the brief
Esc back to the verdict        q   quit

Arrows, Page Up, Page Down, Home and End scroll."""
_VIEWS = {
    "h": ["hint"],
    "s": ["trace", "--sql"],
    "t": ["trace", "--timeline"],
    "p": ["trace", "--plan"],
    "d": ["trace", "--schema", "--data"],
    "c": ["trace", "--chart"],
    "v": ["solution", "--yes"],
}
_BACK = {"\x1b", "\r", "\n"}


@click.command
@click.argument("drill", metavar="[NAME]", type=DRILL, required=False)
@click.option(
    "--poll",
    is_flag=True,
    help="Read the file at each look, where sizes and times come late (some shared folders).",
)
@work_option
@pass_course
@click.pass_context
def command(context: click.Context, course: Course, drill: Drill | None, *, poll: bool) -> None:
    """Check your answer each time you save it.

    It starts with NAME, or with the drill that `drills next` names. Keys show hints, SQL, plans
    and more. Without a terminal it prints a verdict per save.
    """
    from runner.render.screen import Screen, has_terminal

    drill = drill or _first_open(course)
    root = context.find_root().command
    assert isinstance(root, click.Group)
    if not has_terminal():
        _Session(course, drill, root, None).run(poll=poll)
        return
    with Screen.taken(colour=context.color is not False) as screen:
        _Session(course, drill, root, screen).run(poll=poll)


def _first_open(course: Course) -> Drill:
    from runner.commands.next import next_drill, states_of

    drill = next_drill(states_of(course))
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
        self._over = False
        self._in_view = False
        self._drill = drill

    def run(self, *, poll: bool) -> None:
        """Watch until told to stop."""
        from runner.watch import Watch

        course = self._course
        self._watch = Watch(course.workspace, course.attempts, self._show_report, poll=poll)
        try:
            self._watch.go_to(self._drill)
            while not self._over:
                sources = self._watch.sources + ([0] if self._screen else [])
                readable, _, _ = select.select(sources, [], [], self._watch.patience)
                self._watch.look(readable)
                if self._screen and 0 in readable:
                    for key in self._screen.pressed():
                        self._press(key)
                if self._screen and self._screen.needs_drawing():
                    self._screen.draw() if self._in_view else self._show_report()
        finally:
            self._watch.close()

    def _show_report(self) -> None:
        self._in_view = False
        if self._screen is not None:
            # Its end is where the first failure is told in full.
            self._screen.show(self._report(), _KEYS, end=True)
        elif self._watch.is_checking:
            return  # each verdict is printed once
        elif self._watch.verdict is not None or self._watch.problem is not None:
            say(self._report())
            say()

    def _report(self) -> str:
        """What the main screen says now."""
        from runner.render.layout import wrapped
        from runner.render.terminal import header, report

        watch = self._watch
        head = header(watch.drill, watch.path, created=watch.created, width=width())
        problem = "" if watch.problem is None else _told(watch.problem)
        if watch.verdict is None:
            return f"{head}\n{problem or 'Checking …'}"
        unrecorded = f"This attempt is not recorded.\n{problem}"
        if problem and self._screen is None:  # the verdict is printed already
            return f"{head}\n{unrecorded}"
        lines = [head, report(watch.verdict, marks=marks(), width=width()), ""]
        if watch.is_checking:
            lines.append("Checking what you have saved …")
        elif watch.verdict.passed:
            lines += [
                wrapped(self._watch.drill.learnt, width()),
                "n goes to the next drill, v shows the reference.",
            ]
        else:
            lines.append("Save your file, and this is checked again.")
        if problem:
            lines += ["", unrecorded]
        return "\n".join(lines)

    def _view(self, text: str, *, keys: str = "Esc back  q quit", end: bool = False) -> None:
        """Show something else, until a key or a save brings the report back."""
        assert self._screen is not None
        self._in_view = True
        self._screen.show(text, keys, end=end)

    # -- keys ------------------------------------------------------------------------------

    def _press(self, key: str) -> None:
        try:
            self._obey(key)
        except DrillsError as error:
            self._view(_told(error))

    def _obey(self, key: str) -> None:
        assert self._screen is not None
        if key == "q":
            self._over = True
        elif key == "v" and not self._may_see_reference():
            self._show_report()
        elif key in _VIEWS:
            name, *options = _VIEWS[key]
            self._view(self._output_of(name, self._watch.drill.name, *options))
        elif key == "b":
            self._view(self._brief())
        elif key in _BACK:
            self._show_report()
        elif key == "?":
            self._view(_ALL_KEYS)
        elif key == "e":
            self._edit()
        elif key == "r":
            if self._screen.ask("Put the stub back? Your answer is kept. y/n", "yn") == "y":
                self._course.workspace.reset(self._watch.drill)
            self._show_report()
        elif key == "n":
            self._go_on()
        elif key == "l":
            self._choose()
        elif key == "a":
            self._check_all()

    def _output_of(self, *arguments: str) -> str:
        """What a command prints, with its colours."""
        # It can show what the terminal can, and has no width of its own.
        printed = TextIOWrapper(BytesIO(), sys.stdout.encoding, sys.stdout.errors)
        columns = os.environ.get("COLUMNS")
        os.environ["COLUMNS"] = str(width())
        try:
            with redirect_stdout(printed), redirect_stderr(printed), suppress(SystemExit):
                course = Course()
                course.work = str(self._course.workspace.root)
                self._root.main([*arguments], obj=course, color=True)
        finally:
            if columns is None:
                del os.environ["COLUMNS"]
            else:
                os.environ["COLUMNS"] = columns
        printed.seek(0)
        return printed.read()

    def _edit(self) -> None:
        assert self._screen is not None
        with self._screen.given_away():
            edit(self._watch.path)
        self._show_report()

    def _may_see_reference(self) -> bool:
        """Ask who could see it without having passed; the command tells the others."""
        from runner.commands.solution import opens_for_the_sure

        assert self._screen is not None
        self._forget_states()
        state = self._course.done_so_far.get(self._watch.drill.slug)
        if not opens_for_the_sure(state):
            return True
        return self._screen.ask("Not passed yet. Show the reference? y/n", "yn") == "y"

    def _go_on(self) -> None:
        self._forget_states()
        following = _first_open(self._course)
        if following == self._watch.drill:
            self._view(f"{following.name} is the first that is not done. l lists them all.")
        else:
            self._watch.go_to(following)

    def _choose(self) -> None:
        assert self._screen is not None
        self._view(self._output_of("list"))
        name = self._screen.ask("Go to drill (Enter; Esc goes back):")
        if not name:
            self._show_report()
            return
        self._watch.go_to(self._course.catalog.drill(name))

    def _forget_states(self) -> None:
        self._course.__dict__.pop("done_so_far", None)

    def _check_all(self) -> None:
        """Check again the answers to all drills that are done, one line each."""
        self._forget_states()
        done = [drill for drill in self._course.catalog.drills if self._course.state(drill) in DONE]
        lines = [f"Checking {len(done)} answers again …", ""]
        for drill in done:
            lines.append(self._check_again(drill))
            self._view("\n".join(lines), keys="", end=True)
        self._view("\n".join([*lines, "", "Done."]), end=True)

    def _check_again(self, drill: Drill) -> str:
        from runner.execution.warm import Warm

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
        from runner.commands.show import brief_of
        from runner.render.brief import rendered

        return rendered(brief_of(self._watch.drill), width=width(), colour=True)


def _told(error: DrillsError) -> str:
    """An error and its mend, in lines that fit the screen."""
    from runner.render.layout import wrapped

    return "\n".join(wrapped(text, width()) for text in (error.message, error.mend) if text)
