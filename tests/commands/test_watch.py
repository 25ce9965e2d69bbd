"""`drills watch`: one right verdict for the last content, and a terminal that is given back."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from runner.catalog import REPOSITORY
from tests.commands.conftest import Call, Learner
from tests.marked import runs

RIGHT = "def total(path, numbers):\n    return sum(numbers)\n"
WRONG = "def total(path, numbers):\n    return 7\n"
PASSED = "All 3 checks passed"
FAILED = "0 of 3 checks passed"
COMMAND = [sys.executable, "-m", "runner.cli", "watch", "01_sum"]


class Piped:
    """A watcher without a terminal."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, *options],
            env=os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.text = ""

    def reads(self, expected: Callable[[str], bool], seconds: float = 15) -> str:
        """Read on until the text is as expected."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + seconds
        while not expected(self.text):
            assert time.monotonic() < deadline, f"not printed: {self.text}"
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                self.text += os.read(self.process.stdout.fileno(), 65536).decode()
        return self.text

    def verdicts(self) -> list[str]:
        """The verdicts so far, one after the other."""
        return re.findall(f"{PASSED}|{FAILED}|Nothing could be checked|not there", self.text)

    def settles_at(self, verdict: str) -> None:
        """This verdict comes, and no other after it."""
        self.reads(lambda _: self.verdicts()[-1:] == [verdict])
        with contextlib.suppress(AssertionError):
            self.reads(lambda _: False, seconds=0.4)
        assert self.verdicts()[-1] == verdict


@pytest.fixture
def piped(learner: Learner) -> Iterator[Piped]:
    """A watcher whose first verdict, on a wrong answer, is there."""
    learner.answer(WRONG)
    watcher = Piped()
    watcher.reads(lambda text: FAILED in text)
    yield watcher
    with watcher.process:  # closes the pipe
        watcher.process.terminate()


def test_polling_sees_a_save_that_looks_like_none(learner: Learner):
    """Same size and same time: with `--poll` the content is what counts."""
    path = learner.answer(WRONG.ljust(len(RIGHT), "#"))
    watcher = Piped("--poll")
    with watcher.process:
        try:
            watcher.reads(lambda text: FAILED in text)
            status = path.stat()
            path.write_text(RIGHT)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
            watcher.settles_at(PASSED)
        finally:
            watcher.process.terminate()


def test_a_save_is_checked(piped: Piped, learner: Learner):
    """A new content gets a verdict, and the attempt is recorded."""
    learner.answer(RIGHT)
    piped.settles_at(PASSED)
    assert learner.attempts.states()["basics/01_sum"].attempts == 2


def test_the_same_content_again_is_no_attempt(piped: Piped, learner: Learner):
    """Saving without a change asks nothing."""
    learner.answer(WRONG)
    with contextlib.suppress(AssertionError):
        piped.reads(lambda _: False, seconds=0.5)
    assert piped.verdicts() == [FAILED]


def test_two_quick_saves_end_with_the_last(piped: Piped, learner: Learner):
    """Whatever was checked in between, the last verdict is of the last content."""
    for number in range(5):
        learner.answer(f"{WRONG}# {number}\n")
        learner.answer(RIGHT)
        time.sleep(0.004 * number)
    piped.settles_at(PASSED)
    learner.answer(RIGHT + "# again\n")
    learner.answer(WRONG)
    piped.settles_at(FAILED)


def test_a_half_written_file_ends_with_the_whole(piped: Piped, learner: Learner):
    """An editor that writes piece by piece."""
    path = learner.answer(WRONG)
    with path.open("w") as file:
        for piece in (RIGHT[:20], RIGHT[20:]):
            file.write(piece)
            file.flush()
            time.sleep(0.015)
    piped.settles_at(PASSED)


def test_an_editor_that_moves_a_file_there(piped: Piped, learner: Learner):
    """Another file under the same name counts as a save."""
    path = learner.answer(WRONG)
    path.with_suffix(".tmp").write_text(RIGHT)
    path.with_suffix(".tmp").replace(path)
    piped.settles_at(PASSED)


def test_a_file_that_goes_and_comes_back(piped: Piped, learner: Learner):
    """A missing file is told once; when it is back, it is checked."""
    path = learner.answer(WRONG)
    path.unlink()
    piped.settles_at("not there")
    path.write_text(RIGHT)
    piped.settles_at(PASSED)


def test_nothing_is_left_when_it_is_killed(piped: Piped):
    """SIGKILL of the watcher ends the process that checks."""
    children = Path(f"/proc/{piped.process.pid}/task/{piped.process.pid}/children")
    below = [int(pid) for pid in children.read_text().split()]
    assert below
    piped.process.kill()
    deadline = time.monotonic() + 5
    while any(map(runs, below)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


class Terminal:
    """A watcher on a terminal of 80 by 30."""

    def __init__(self, editor: str = 'sh -c \'echo "# edited" >> "$0"\'') -> None:
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            os.environ["PYTHONPATH"] = str(REPOSITORY)
            os.environ["EDITOR"] = editor
            os.environ.pop("VISUAL", None)
            os.environ.pop("COLUMNS", None)
            os.execv(COMMAND[0], COMMAND)
        self.resize(80, 30)
        self.seen = ""

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def shows(self, text: str, seconds: float = 15) -> str:
        """Wait for a screen with this text; what was drawn before counts no more."""
        deadline = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < deadline, f"no “{text}” in {self.seen!r}"
            if select.select([self._end], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    self.seen += os.read(self._end, 65536).decode(errors="replace")
        screen, self.seen = self.seen, ""
        return screen

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._end, keys.encode())

    def close(self) -> None:
        """Close our end."""
        os.close(self._end)

    def end(self) -> int:
        """Its exit code, once all it still writes is read."""
        deadline = time.monotonic() + 10
        while True:
            with contextlib.suppress(OSError):
                if select.select([self._end], [], [], 0.05)[0]:
                    self.seen += os.read(self._end, 65536).decode(errors="replace")
            reaped, status = os.waitpid(self.pid, os.WNOHANG)
            if reaped:
                return os.waitstatus_to_exitcode(status)
            assert time.monotonic() < deadline, "it does not end"


@pytest.fixture
def terminal(learner: Learner) -> Iterator[Terminal]:
    """A watcher that shows its first verdict."""
    learner.answer(WRONG)
    watcher = Terminal()
    watcher.shows(FAILED)
    yield watcher
    with contextlib.suppress(OSError, ChildProcessError):
        os.kill(watcher.pid, signal.SIGKILL)
        os.waitpid(watcher.pid, 0)
    watcher.close()


def test_each_key_shows_its_view(terminal: Terminal):
    """The views, the help, and back."""
    for key, text in {
        "?": "the next hint",
        "s": "SQL · Two numbers are added",
        "t": "a timeline needs two",
        "p": "No plan was kept",
        "d": "Schema · Two numbers",
        "c": "The check has noted no figures",
        "h": "Hint 1 of 3",
        "b": "Sum",
        "v": "opens once you pass",
    }.items():
        terminal.press(key)
        terminal.shows(text)
        terminal.press("\x1b")
        terminal.shows(FAILED)


def test_without_an_editor_it_says_how_to_name_one(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
):
    """The same line as `drills open` has, and the watcher goes on."""
    learner.answer(WRONG)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    watcher = Terminal(editor="")
    watcher.shows(FAILED)
    watcher.press("e")
    watcher.shows("no editor is known")
    watcher.press("q")
    assert watcher.end() == 0
    watcher.close()


def test_q_gives_the_terminal_back(terminal: Terminal):
    """The other screen is left, the cursor and wrapping are back, the exit code is 0."""
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.seen.endswith("\x1b[?7h\x1b[?25h\x1b[?1049l")


def test_ctrl_c_gives_the_terminal_back(terminal: Terminal):
    """So does an interrupt, without a traceback."""
    terminal.press("\x03")
    assert terminal.end() == 130
    assert "\x1b[?1049l" in terminal.seen
    assert "Traceback" not in terminal.seen


def test_it_follows_the_window(terminal: Terminal):
    """A smaller window gets a screen of its size."""
    terminal.resize(50, 12)
    screen = terminal.shows("↑")
    drawn = screen.rpartition("\x1b[?2026h")[2]
    assert drawn.count("\r\n") == 11


def test_a_pass_leads_on(terminal: Terminal, learner: Learner):
    """A pass says what was learnt; `n` goes to the next drill, `l` to any."""
    learner.answer(RIGHT)
    terminal.shows("n goes to the next drill")
    terminal.press("v")
    terminal.shows("From your answer")
    terminal.press("n")
    terminal.shows("02_sum_again")
    terminal.press("l")
    terminal.shows("Go to drill")
    terminal.press("01_sum\r")
    terminal.shows(PASSED)
    terminal.press("a")
    terminal.shows("Done.")


def test_reset_asks_first(terminal: Terminal, learner: Learner):
    """`r` changes nothing without a yes; with one, the stub is checked, the answer kept."""
    path = learner.workspace.answer_path(learner.drill())
    terminal.press("r")
    terminal.shows("Put the stub back?")
    terminal.press("n")
    terminal.shows(FAILED)
    assert path.read_text() == WRONG
    terminal.press("r")
    terminal.shows("Put the stub back?")
    terminal.press("y")
    terminal.shows("not written yet")
    assert any(file.read_text() == WRONG for file in path.parent.glob("01_sum.*.py"))


def test_e_opens_the_editor(terminal: Terminal, learner: Learner):
    """What the editor saves is checked."""
    terminal.press("e")
    terminal.shows("\x1b[?1049l")
    terminal.shows(FAILED)
    assert "# edited" in learner.workspace.answer_path(learner.drill()).read_text()


def test_without_a_drill_left_it_says_so(call: Call, learner: Learner):
    """All done: exit code 2 and what to type."""
    for drill in learner.catalog.drills:
        learner.tried(drill.name, passed=True)
    result = call("watch")
    assert result.exit_code == 2
    assert "every drill is done" in result.stderr
