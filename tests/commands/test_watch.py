"""`drills watch`: one right verdict for the last content, and a terminal that is given back."""

import contextlib
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from runner.catalog import REPOSITORY
from runner.learner import quizzes
from runner.model import CheckResult, Verdict
from runner.watch import Watch
from tests.commands.conftest import Call, Learner
from tests.marked import runs
from tests.others import wait_until

RIGHT = "def total(path, numbers):\n    return sum(numbers)\n"
WRONG = "def total(path, numbers):\n    return 7\n"
PASSED = "All 3 checks passed"
FAILED = "0 of 3 checks passed"
COMMAND = [sys.executable, "-m", "runner.cli", "watch"]


class Piped:
    """A watcher without a terminal."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, *arguments],
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
        return re.findall(f"{PASSED}|{FAILED}|Nothing could be checked|Save it again", self.text)

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
    watcher = Piped("01_sum")
    watcher.reads(lambda text: FAILED in text)
    yield watcher
    with watcher.process:  # closes the pipe
        watcher.process.terminate()


def test_polling_sees_a_save_that_looks_like_none(learner: Learner):
    """Same size and same time: with `--poll` the content is what counts."""
    path = learner.answer(WRONG.ljust(len(RIGHT), "#"))
    watcher = Piped("01_sum", "--poll")
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


def test_a_check_of_what_is_gone_is_broken_off(piped: Piped, learner: Learner, tmp_path: Path):
    """Nobody waits for a long one; the save that ended it is what is checked and recorded."""
    done = tmp_path / "done"
    slow = (
        f"    time.sleep(1.5)\n    open({str(done)!r}, 'a').write('x')\n    return sum(numbers)\n"
    )
    learner.answer(f"import time\n\n\ndef total(path, numbers):\n{slow}")
    wait_until(done.exists, "the first of its three checks ends")
    learner.answer(RIGHT)
    piped.settles_at(PASSED)
    assert piped.verdicts() == [FAILED, PASSED]
    time.sleep(1.5)
    assert len(done.read_text()) < 3
    assert learner.attempts.states()["basics/01_sum"].attempts == 2


def test_a_verdict_is_of_what_stood_there_all_along(learner: Learner, tmp_path: Path):
    """Where another content is checked in between, its verdict is not told of the one before."""
    met, go_on = tmp_path / "met", tmp_path / "go_on"
    other = f"""import os
import time


def total(path, numbers):
    open({str(met)!r}, "w").close()
    while not os.path.exists({str(go_on)!r}):
        time.sleep(0.002)
    return 7
"""
    told: list[str] = []

    def note() -> None:
        if watch.verdict is not None and not watch.is_checking:
            told.append(watch.verdict.status)

    def look() -> bool:
        readable, _, _ = select.select(watch.sources, [], [], watch.patience)
        watch.look(readable)
        return bool(told)

    watch = Watch(learner.workspace, learner.attempts, note, poll=False)
    learner.answer(RIGHT)
    with contextlib.closing(watch):
        watch.go_to(learner.drill())
        learner.answer(other)  # the process that checks has not begun to read
        wait_until(met.exists, "the other content is met by a check")
        learner.answer(RIGHT)
        go_on.touch()
        wait_until(look, "a verdict comes")
    assert told == ["passed"]
    assert learner.attempts.states()["basics/01_sum"].attempts == 1


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
    piped.settles_at("Save it again")
    path.write_text(RIGHT)
    piped.settles_at(PASSED)


def test_an_attempt_that_cannot_be_recorded_is_told(piped: Piped, learner: Learner):
    """The verdict stands, once; the watcher goes on, and records the next attempt."""
    while not learner.attempts.states():  # a verdict is shown before it is recorded
        time.sleep(0.01)
    progress = learner.workspace.progress
    progress.write_text("This is no database, but some text of more than a hundred bytes. " * 2)
    learner.answer(RIGHT)
    text = piped.reads(lambda text: "expected a SQLite database" in text)
    assert "This attempt is not recorded." in text
    assert piped.verdicts() == [FAILED, PASSED]
    progress.unlink()
    learner.answer(WRONG)
    piped.settles_at(FAILED)
    assert learner.attempts.states()["basics/01_sum"].attempts == 1


@contextlib.contextmanager
def _watching(*arguments: str) -> Iterator[Piped]:
    watcher = Piped(*arguments)
    with watcher.process:
        try:
            yield watcher
        finally:
            watcher.process.terminate()


def test_broken_checks_are_told_at_each_save(learner: Learner):
    """With the reason, until they are mended; whatever checked has long ended then."""
    checks = learner.drill().checks
    right = checks.read_text()
    checks.write_text("import no_such_module\n")
    learner.answer(WRONG)
    with _watching("01_sum") as watcher:
        for times in (1, 2, 3):
            watcher.reads(lambda text, n=times: text.count("no_such_module") == n)
            _wait_for_the_end_of(_below(watcher))
            learner.answer(f"{WRONG}# {times}\n")
        checks.write_text(right)
        learner.answer(WRONG)
        watcher.settles_at(FAILED)
    assert "has ended" not in watcher.text


def _unreadable(learner: Learner) -> None:
    """Make the answer that is a folder one that the system refuses to read, to whomever."""
    folder, _ = learner.workspace.ensure(learner.drill("01_greeting"))
    (folder / "memory").symlink_to("/proc/self/mem")


def test_what_cannot_be_read_is_not_told_as_missing(learner: Learner):
    """The system's reason is shown."""
    _unreadable(learner)
    with _watching("01_greeting") as watcher:
        text = watcher.reads(lambda text: "cannot read" in text or "not there" in text)
    assert "cannot read" in text
    assert "not there" not in text


def test_it_starts_with_what_next_names(learner: Learner):
    """A track that was tested out is done, whatever is open in it."""
    shutil.copytree(learner.drill().path, learner.drill().path.with_name("03_more_sums"))
    now = datetime.now(UTC)
    both = [learner.drill("01_sum"), learner.drill("02_sum_again")]
    quizzes.begin(learner.attempts, "basics", both, now)
    for drill in both:
        verdict = Verdict(drill.slug, "a.py", "passed", (CheckResult("c", "C", 1, "passed"),))
        learner.attempts.record(verdict, answer_digest="a", checks_digest="c", started_at=now)
    with _watching() as watcher:
        assert "01_greeting" in watcher.reads(lambda text: "checked" in text)


def test_nothing_is_left_when_it_is_killed(piped: Piped):
    """SIGKILL of the watcher ends the process that checks."""
    below = _below(piped)
    assert below
    piped.process.kill()
    _wait_for_the_end_of(below)


def _below(watcher: Piped) -> list[int]:
    pid = watcher.process.pid
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _wait_for_the_end_of(processes: list[int]) -> None:
    deadline = time.monotonic() + 5
    while any(map(runs, processes)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


class Terminal:
    """A watcher on a terminal of 80 by 30."""

    def __init__(
        self, editor: str = 'sh -c \'echo "# edited" >> "$0"\'', **environment: str
    ) -> None:
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            os.environ["PYTHONPATH"] = str(REPOSITORY)
            os.environ["EDITOR"] = editor
            os.environ.pop("VISUAL", None)
            os.environ.pop("COLUMNS", None)
            os.environ |= environment
            os.execv(COMMAND[0], [*COMMAND, "01_sum"])
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
        """Close our end; the watcher's is killed where it lives on."""
        with contextlib.suppress(OSError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
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


def test_what_goes_wrong_at_a_key_is_shown(learner: Learner):
    """One clear line each, and the watcher goes on."""
    (learner.drill().path / "README.md").unlink()
    learner.tried("01_greeting", passed=True)
    _unreadable(learner)
    path = learner.answer(WRONG)
    with contextlib.closing(Terminal(editor="vi '")) as terminal:
        terminal.shows(FAILED)
        for key, text in {
            "b": "01_sum has no brief that can be read",
            "e": "EDITOR is no command (no closing quotation): vi '",
            "a": "cannot read",
        }.items():
            terminal.press(key)
            terminal.shows(text)
            terminal.press("\x1b")
            terminal.shows(FAILED)
        path.unlink()
        path.mkdir()
        terminal.shows("found a folder")
        terminal.press("r")
        terminal.shows("Put the stub back?")
        terminal.press("y")
        terminal.shows("must be a file")
        terminal.press("q")
        assert terminal.end() == 0


def test_ctrl_c_in_the_editor_is_for_the_editor(learner: Learner, tmp_path: Path):
    """It gets the time that it takes to save, and the watcher goes on."""
    path = learner.answer(WRONG)
    script = tmp_path / "editor"
    script.write_text(
        'trap \'sleep 0.6; echo "# saved" >> "$1"; exit\' INT\n'
        "echo is-ready\nwhile :; do sleep 0.05; done\n"
    )
    with contextlib.closing(Terminal(editor=f"sh {script}")) as terminal:
        terminal.shows(FAILED)
        terminal.press("e")
        terminal.shows("is-ready")
        terminal.press("\x03")
        terminal.shows(FAILED)
        assert "# saved" in path.read_text()
        terminal.press("q")
        assert terminal.end() == 0


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", "›"), ("ascii", ">")])
def test_views_have_the_signs_that_the_terminal_can_show(
    learner: Learner, encoding: str, mark: str
):
    """As `drills list` has them there."""
    learner.answer(WRONG)
    with contextlib.closing(Terminal(PYTHONIOENCODING=encoding)) as terminal:
        terminal.shows(FAILED)
        terminal.press("l")
        assert re.search(rf"  {mark} +01_sum", terminal.shows("Go to drill"))


def test_a_view_leaves_the_width_as_it_was(learner: Learner):
    """COLUMNS counts before it and after it."""
    learner.answer(WRONG)
    with contextlib.closing(Terminal(COLUMNS="45")) as terminal:
        before = terminal.shows(FAILED)
        assert "came back as 7: every\r" in before
        terminal.press("s")
        terminal.shows("SQL · ")
        terminal.press("\x1b")
        assert "came back as 7: every\r" in terminal.shows(FAILED)


def test_a_view_stays_when_the_window_changes(terminal: Terminal):
    """What is shown is drawn again, not something else."""
    terminal.press("?")
    terminal.shows("the next hint")
    terminal.resize(50, 14)
    screen = terminal.shows("the next hint")
    assert FAILED not in screen


@pytest.mark.parametrize(
    ("columns", "keys"),
    [
        (77, "h hint  s SQL  t time  p plan  d data  e edit  n next  l list  ? more  q quit"),
        (60, "h hint  s SQL  t time  p plan  d data  ? more  q quit"),
        (20, "? more  q quit"),
    ],
)
def test_in_a_narrow_window_the_way_to_the_keys_is_left(
    terminal: Terminal, columns: int, keys: str
):
    """No key is cut in two."""
    terminal.resize(columns, 20)
    assert re.search(rf"(?:\n|\x1b\[\S*){re.escape(keys)} *\x1b", terminal.shows("q quit"))


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


def test_the_reference_is_not_shown_by_mistake(terminal: Terminal, learner: Learner):
    """After enough failed attempts it is there, for who says yes."""
    for _ in range(3):
        learner.tried("01_sum", passed=False)
    terminal.press("v")
    terminal.shows("Show the reference? y/n")
    terminal.press("n")
    terminal.shows(FAILED)
    terminal.press("v")
    terminal.shows("Show the reference? y/n")
    terminal.press("y")
    terminal.shows("From your answer")


def test_who_has_not_passed_goes_nowhere(terminal: Terminal):
    """`n` would go to the same drill, and check it once more."""
    terminal.press("n")
    terminal.shows("01_sum is the first that is not done. l lists them all.")


def test_keys_that_come_together_each_count(terminal: Terminal):
    """A person types fast, and the terminal hands over two at once."""
    terminal.press("?b")
    terminal.shows("Sum")
    terminal.press("\x1b")
    terminal.shows(FAILED)


def test_a_check_that_takes_long_is_seen(terminal: Terminal, learner: Learner):
    """The verdict on what stood there before is not taken for the new one."""
    learner.answer("def total(path, numbers):\n    while True: pass\n")
    terminal.shows("Checking what you have saved")


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
