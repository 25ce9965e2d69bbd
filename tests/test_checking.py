"""check(drill, answer): what reaches the child, what comes back, what is left behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from runner import processes
from runner.catalog import Catalog
from runner.checking import START_METHOD, Checker, check, with_checker
from runner.errors import SetupError, UsageError
from runner.execution.ahead import Ahead
from runner.model import Drill, Verdict
from runner.stored import verdict_from_json
from tests.others import temporary_folders, wait_until

COURSE = Path(__file__).parent / "course"


@pytest.fixture
def drill(monkeypatch: pytest.MonkeyPatch) -> Drill:
    """The one drill of the tiny course."""
    monkeypatch.setenv("DRILLS_COURSE", str(COURSE))
    return Catalog(COURSE).drills[0]


def _write(folder: Path, body: str) -> Path:
    answer = folder / "mine.py"
    answer.write_text(body, encoding="utf-8")
    return answer


def _message(verdict: Verdict) -> str:
    return verdict.message + "".join(result.message for result in verdict.checks)


def test_reference_passes(drill: Drill) -> None:
    """The shipped solution gets an explicit pass for each check."""
    verdict = check(drill, drill.file("solution"))
    assert verdict.passed
    assert [result.status for result in verdict.checks] == ["passed"] * 3


def test_all_checks_are_of_one_content(drill: Drill, tmp_path: Path) -> None:
    """What is saved meanwhile is not what the child of a later check loads."""
    answer = tmp_path / "mine.py"
    answer.write_text(f"""import os
import pathlib
original = pathlib.Path({str(answer)!r})


def total(path, numbers):
    if original.read_text():
        original.write_text("")
        os._exit(1)
    return sum(numbers)
""")
    verdict = with_checker(drill, lambda checker: checker.check(answer))
    assert answer.read_text() == ""
    assert [result.status for result in verdict.checks] == ["crash", "passed", "passed"]


def test_statements_are_reported_with_their_lines(drill: Drill) -> None:
    """The SQL that an answer sent comes back, each statement with the line it came from."""
    (first, *_) = check(drill, drill.file("solution")).checks
    assert first.sql_count == 2
    assert first.sql[0].sql.startswith("SELECT")
    assert first.sql[0].line.startswith("solution.py:")


def test_a_bug_of_the_checks_shows_its_line(
    drill: Drill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is nobody's code but its author's, who finds it there."""
    course = shutil.copytree(COURSE, tmp_path / "course")
    monkeypatch.setenv("DRILLS_COURSE", str(course))
    (broken,) = Catalog(course).drills
    bug = "\n\n@pytest.mark.task(2)\ndef test_is_broken(answer):\n    {}['key']\n"
    broken.checks.write_text(broken.checks.read_text(encoding="utf-8") + bug, encoding="utf-8")
    line = len(broken.checks.read_text(encoding="utf-8").splitlines())
    last = check(broken, broken.file("solution")).checks[-1]
    assert (last.status, last.message) == ("error", "the check met KeyError: 'key'")
    assert (last.detail, last.line) == (f"checks.py:{line}: {{}}['key']", "")


def test_what_is_printed_belongs_to_the_check_that_ran(drill: Drill, tmp_path: Path) -> None:
    """Also where no line ends; what was printed while the answer was loaded is the verdict's."""
    answer = _write(
        tmp_path,
        """
import os
print("loaded", end="")
def total(path, numbers):
    os.write(1, b"\\0check:adds_nothing\\0")
    print(len(numbers), end="")
    return sum(numbers)
""",
    )
    verdict = with_checker(drill, lambda checker: checker.check(answer))
    assert [result.output for result in verdict.checks] == [
        f"\\x00check:adds_nothing\\x00{count}" for count in (2, 0, 1000)
    ]
    assert verdict.output == "loaded"


@pytest.mark.parametrize("fault", ["1 / 0", "import os; os._exit(3)", "while True: pass"])
def test_what_is_printed_before_loading_fails_is_told(
    drill: Drill, tmp_path: Path, fault: str
) -> None:
    """However it fails; the stack that a limit is told from is no print of the answer's."""
    answer = _write(tmp_path, f"print('so far')\n{fault}\n")
    assert check(drill, answer).output == "so far\n"


def test_only_one_check_runs(drill: Drill) -> None:
    """`only` takes a check's name or an unambiguous part of it."""
    verdict = check(drill, drill.file("solution"), only="nothing")
    assert [result.name for result in verdict.checks] == ["adds_nothing"]


def test_unknown_check_is_refused(drill: Drill) -> None:
    """An unknown or ambiguous check is a wrong usage that lists the names."""
    with pytest.raises(UsageError) as refused:
        check(drill, drill.file("solution"), only="adds")
    assert "adds_many_numbers" in refused.value.mend


def test_missing_answer_is_refused(drill: Drill, tmp_path: Path) -> None:
    """No file, or a folder where a file belongs, is a wrong usage."""
    for nothing in (tmp_path / "none.py", tmp_path):
        with pytest.raises(UsageError, match="an answer to 01_sum is a file"):
            check(drill, nothing)


def test_learners_answer_cannot_import_the_solution(drill: Drill, tmp_path: Path) -> None:
    """Only shipped right and wrong answers may lean on the solution."""
    verdict = check(drill, _write(tmp_path, "from solution import total\n"))
    assert verdict.status == "import_error"
    assert "No module named 'solution'" in verdict.message


def test_answer_does_not_see_the_users_settings(
    drill: Drill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pytest's and PostgreSQL's variables, and where our own server is, stay with the parent."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    monkeypatch.setenv("PGPASSWORD", "secret")
    monkeypatch.setenv("DRILLS_POSTGRES_URL", "postgresql://secret")
    body = (
        "import os\n"
        "seen = [k for k in os.environ if k.startswith(('PYTEST', 'PG', 'DRILLS_'))\n"
        "        and k not in ('PYTEST_CURRENT_TEST', 'PYTEST_VERSION')]\n"
        "def total(path, numbers):\n"
        "    assert not seen, seen\n"
        "    return sum(numbers)\n"
    )
    verdict = check(drill, _write(tmp_path, body))
    assert verdict.passed, _message(verdict)


def test_conftest_beside_an_answer_is_ignored(drill: Drill, tmp_path: Path) -> None:
    """A conftest.py or pytest.ini of the learner's changes nothing."""
    (tmp_path / "conftest.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --co\n", encoding="utf-8")
    assert check(drill, _write(tmp_path, "def total(path, numbers): return sum(numbers)\n")).passed


def test_an_assertion_of_a_library_is_the_answers(drill: Drill, tmp_path: Path) -> None:
    """It has no message for a learner, so the line of the answer that led there is told."""
    answer = _write(
        tmp_path,
        "from email.feedparser import BufferedSubFile, NeedMoreData\n"
        "def total(path, numbers):\n"
        "    BufferedSubFile().unreadline(NeedMoreData)\n",
    )
    verdict = check(drill, answer)
    assert verdict.checks[0].message == "your code raised AssertionError"
    assert verdict.checks[0].line.startswith("mine.py:3")


def test_verdict_survives_json(drill: Drill) -> None:
    """A verdict read back from its JSON is the same."""
    verdict = check(drill, drill.file("exercise"))
    assert verdict_from_json(verdict.as_json()) == verdict


def test_no_scratch_folder_is_left(drill: Drill) -> None:
    """The private copy and the databases are removed."""
    check(drill, drill.file("exercise"))
    assert temporary_folders(os.getpid()) == []


def test_nothing_is_written_into_the_course(drill: Drill) -> None:
    """A run leaves no cache beside the checks."""
    before = sorted(COURSE.rglob("*"))
    check(drill, drill.file("solution"))
    assert sorted(COURSE.rglob("*")) == before


def test_ahead_gives_the_same_verdict(drill: Drill) -> None:
    """The process started ahead decides as `check` does."""
    with closing(Ahead()) as ahead:
        verdict = ahead.check(drill, drill.file("exercise"))
    direct = check(drill, drill.file("exercise"))
    assert [(c.name, c.status, c.message) for c in verdict.checks] == [
        (c.name, c.status, c.message) for c in direct.checks
    ]


def test_ahead_hands_errors_on(drill: Drill, tmp_path: Path) -> None:
    """What goes wrong there is raised here, with its mend."""
    with (
        closing(Ahead()) as ahead,
        pytest.raises(UsageError, match="an answer to 01_sum is a file"),
    ):
        ahead.check(drill, tmp_path / "none.py")


def test_ahead_is_ended_while_it_checks(drill: Drill, tmp_path: Path) -> None:
    """Who is interrupted waits for no verdict any more."""
    endless = _write(tmp_path, "def total(path, numbers):\n    while True: pass\n")
    ahead = Ahead()

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ahead.check(drill, endless, started=interrupt)
    started = time.monotonic()
    ahead.close()
    assert time.monotonic() - started < drill.limits.seconds


def test_ahead_is_ended_while_it_collects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """pytest would call it an error of its own, print a traceback, and go on."""
    course = shutil.copytree(COURSE, tmp_path / "course")
    monkeypatch.setenv("DRILLS_COURSE", str(course))
    copied = Catalog(course).drills[0]
    ends = "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n"
    copied.checks.write_text(ends + copied.checks.read_text())
    with closing(Ahead()) as ahead, pytest.raises(SetupError, match="was killed"):
        ahead.check(copied, copied.file("exercise"))
    assert capfd.readouterr() == ("", "")


def test_ahead_may_have_nothing_to_check() -> None:
    """Nothing is left of a process that was not needed."""
    ahead = Ahead()
    ahead.close()
    with pytest.raises(ProcessLookupError):
        os.kill(ahead._pid, 0)


@pytest.mark.skipif(START_METHOD != "fork", reason="children are only forked ahead")
def test_children_may_wait_for_the_answer(drill: Drill, tmp_path: Path) -> None:
    """What is saved after they were forked is what they check; each check has its own children."""
    answer = _write(tmp_path, "def total(path, numbers): return 7\n")

    def work(checker: Checker) -> None:
        others = processes.own_children()
        checker.prepare(answer, lanes=2, look="failure")
        waiting = processes.own_children() - others
        assert len(waiting) == 2
        _write(tmp_path, "def total(path, numbers): return sum(numbers)\n")
        assert checker.check(answer, lanes=2).passed
        assert not waiting & processes.own_children()
        _write(tmp_path, "def total(path, numbers): return 7\n")
        assert not checker.check(answer, lanes=2).passed
        checker.prepare(answer, lanes=2, look="failure")

    before = processes.own_children()
    with_checker(drill, work)
    assert processes.own_children() == before
    assert temporary_folders(os.getpid()) == []


@pytest.mark.skipif(START_METHOD != "fork", reason="children are only forked ahead")
@pytest.mark.parametrize("number", [1, 2])
def test_a_child_that_dies_while_it_waits_is_replaced(drill: Drill, number: int) -> None:
    """It is no fault of the answer."""

    def work(checker: Checker) -> None:
        before = processes.own_children()
        checker.prepare(drill.file("solution"), lanes=2, look="failure")
        for pid in [*(processes.own_children() - before)][:number]:
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert checker.check(drill.file("solution"), lanes=2).passed
        assert processes.own_children() == before

    with_checker(drill, work)


@pytest.mark.skipif(START_METHOD != "fork", reason="children are only forked ahead")
def test_children_wait_for_one_answer_only(drill: Drill, tmp_path: Path) -> None:
    """Another one, or a single check, is checked as if nobody waited."""
    wrong = _write(tmp_path, "def total(path, numbers): return 7\n")
    first = check(drill, wrong).checks[0]

    def work(checker: Checker) -> None:
        checker.prepare(drill.file("solution"), lanes=2, look="failure")
        assert not checker.check(wrong, lanes=2).passed
        assert checker.check(drill.file("solution"), only=first.name, lanes=2).passed

    with_checker(drill, work)


KILLED = """
import sys
from pathlib import Path
from runner.execution.ahead import Ahead
from runner.catalog import Catalog
ahead = Ahead()
drill = Catalog(Path(sys.argv[1])).drills[0]
ahead.check(drill, Path(sys.argv[2]))
"""


def test_killed_command_leaves_nothing_running(drill: Drill, tmp_path: Path) -> None:
    """SIGKILL of the command ends the checking process and the answer with it."""
    started = tmp_path / "started"
    body = (
        "import os, pathlib, time\n"
        f"pathlib.Path({str(started)!r}).write_text(str(os.getpid()))\n"
        "def total(path, numbers):\n"
        "    while True: pass\n"
    )
    command = [sys.executable, "-c", KILLED, str(COURSE), str(_write(tmp_path, body))]
    process = subprocess.Popen(command)
    wait_until(lambda: started.exists() and started.read_text(), "it has not begun", seconds=20)
    child = int(started.read_text())
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_until(lambda: not Path("/proc", str(child)).exists(), "it goes on", seconds=20)
