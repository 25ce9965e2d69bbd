"""What all commands share: errors, exit codes, pipes, encodings, colour, start-up."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runner import processes
from runner.catalog import REPOSITORY
from runner.commands import course
from tests.commands.conftest import Call, Learner, Program
from tests.others import temporary_folders, wait_until

DRILLS = [sys.executable, "-m", "runner.cli"]


def _environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(REPOSITORY)} | more


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["lst"], "Did you mean: list?"),
        (["xyzzy"], "`drills --help` shows them all."),
        (["run"], "`drills run --help`"),
        (["run", "01_sum", "--bogus"], "No such option"),
        (["run", "01_sun"], "basics/01_sum"),
        (["db"], "Commands:"),
    ],
)
def test_wrong_usage(program: Program, arguments: list[str], says: str):
    """Whatever was typed wrong is exit code 2, with the way out and nothing on stdout."""
    result = program(*arguments)
    assert result.returncode == 2
    assert says in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_no_command_shows_the_help(program: Program):
    """`drills` alone shows what there is."""
    result = program()
    assert result.returncode == 0
    assert "Commands:" in result.stdout


def test_version(program: Program):
    """--version names program and version."""
    assert program("--version").stdout.startswith("drills ")


def test_an_error_is_one_line_and_its_mend(program: Program, learner: Learner):
    """A DrillsError is told in one line, the next says what to do."""
    result = program("list", DRILLS_COURSE="/nowhere")
    assert result.returncode == 2
    message, mend = result.stderr.splitlines()
    assert message == "drills: DRILLS_COURSE names no folder: /nowhere"
    assert mend.startswith("Unset DRILLS_COURSE")


def test_the_unexpected_is_one_line_and_a_traceback_on_request(
    call: Call, monkeypatch: pytest.MonkeyPatch
):
    """A fault of ours is exit code 3 and named; DRILLS_DEBUG=1 shows where."""

    def broken(*_: object) -> None:
        raise LookupError("what\nis this")

    monkeypatch.setattr(course.Course, "state", broken)
    result = call("list")
    assert result.exit_code == 3
    assert "something unexpected happened: LookupError: what is this" in result.stderr
    assert "Traceback" not in result.stderr
    monkeypatch.setenv("DRILLS_DEBUG", "1")
    assert "Traceback" in call("list").stderr


def test_a_closed_pipe_is_no_error(learner: Learner):
    """`drills list | head -1` says nothing more."""
    assert learner
    child = subprocess.Popen(
        [*DRILLS, "list"], env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert child.stderr.read() == b""
    assert child.wait() == 141
    child.stderr.close()


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_descriptors_do_not_matter(learner: Learner, closed: str):
    """A standard stream that is closed from the start changes no exit code."""
    learner.answer()
    for command, code in (("list", 0), ("run 01_sum", 0), ("hint 02_sum_again", 2)):
        line = f'"{sys.executable}" -m runner.cli {command} {closed}'
        done = subprocess.run(line, shell=True, env=_environment(), capture_output=True)
        assert done.returncode == code, (command, done)


def test_ctrl_c_is_quiet(learner: Learner):
    """Ctrl-C during a run ends it with 130 and without a traceback."""
    learner.answer("def total(path, numbers):\n    while True: pass\n")
    child = subprocess.Popen(
        [*DRILLS, "run", "01_sum"],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline().startswith("01_sum")
    time.sleep(0.5)  # somewhere in the endless loop; where exactly does not matter
    os.killpg(child.pid, signal.SIGINT)
    _, errors = child.communicate(timeout=20)
    assert child.returncode == 130, errors
    assert "Traceback" not in errors


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds children in /proc (Linux)")
def test_ctrl_c_leaves_no_folder_behind(learner: Learner):
    """The terminal signals the checking process too, which has to tidy up."""
    learner.answer("def total(path, numbers):\n    while True: pass\n")
    for _ in range(3):
        command = [*DRILLS, "run", "01_sum"]
        with subprocess.Popen(command, env=_environment(), start_new_session=True) as child:
            folders = wait_until(
                lambda pid=child.pid: [
                    each for below in processes.tree(pid) for each in temporary_folders(below)
                ],
                "no answer is being checked",
                seconds=20,
            )
            os.killpg(child.pid, signal.SIGINT)
            assert child.wait(20) == 130
        assert [folder for folder in folders if folder.exists()] == []


def test_ctrl_c_before_the_command_is_known(learner: Learner):
    """While modules are imported there is nobody yet to tell it but `main`."""
    assert learner
    early = "import runner.cli as cli\ndef hit(_): raise KeyboardInterrupt\n"
    early += "cli._start_ahead = hit\ncli.main()"
    done = subprocess.run(
        [sys.executable, "-c", early], env=_environment(), stderr=subprocess.PIPE, text=True
    )
    assert (done.returncode, done.stderr) == (130, "drills: interrupted\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full (Linux)")
@pytest.mark.parametrize(("line", "code"), [("run nosuch 2>/dev/full", 2), ("list >/dev/full", 3)])
def test_a_full_disk_behind_the_output(learner: Learner, line: str, code: int):
    """The exit code still says what happened, and one line does where it can be written."""
    assert learner
    done = subprocess.run(
        f'"{sys.executable}" -m runner.cli {line}',
        shell=True,
        env=_environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == code
    if code == 3:
        message, mend = done.stderr.splitlines()
        assert message == "drills: there is no space left to write"
        assert mend.startswith("Make room")


@pytest.mark.parametrize("where", [["--answer", "~nosuchuser/x"], ["--work", "~nosuchuser/x"]])
def test_what_is_no_path_is_told(program: Program, where: list[str]):
    """Nobody's home is wrong usage, not a fault of ours."""
    result = program("run", "01_sum", *where)
    assert result.returncode == 2, result.stderr
    assert "“~nosuchuser/x” is no path" in result.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_poor_encodings_get_words(program: Program, encoding: str):
    """Where there is no ✓ there are words, and nothing is refused."""
    result = program("run", "01_sum", PYTHONIOENCODING=encoding)
    assert result.returncode == 1, result.stderr
    assert "FAILED Two numbers are added" in result.stdout
    assert "UnicodeEncodeError" not in result.stderr


def test_no_colour_without_a_terminal(program: Program):
    """A pipe gets no escape codes, whatever NO_COLOR says."""
    assert "\x1b" not in program("run", "01_sum", NO_COLOR="").stdout


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["next"], ["progress"]])
def test_starts_without_the_heavy_modules(program: Program, learner: Learner, arguments: list[str]):
    """What a learner types often imports neither pytest nor SQLAlchemy nor rich."""
    learner.tried(passed=True)
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "runner.cli", *arguments],
        env=_environment(),
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "click" in imported
    heavy = {"pytest", "sqlalchemy", "rich", "pydantic", "psycopg2", "alembic", "asyncio"}
    assert imported & heavy == set()
    if arguments == ["--help"]:
        assert imported & {"dataclasses", "tomllib", "sqlite3", "runner.model"} == set()


def test_plain_marks_in_words(program: Program, learner: Learner):
    """`--plain` works before and after a command: words for marks, nothing painted."""
    learner.answer()
    for words in (["run", "01_sum", "--plain"], ["--plain", "run", "01_sum"]):
        ran = program(*words, NO_COLOR="")
        assert "ok     Two numbers are added" in ran.stdout, ran.stderr
        assert "\x1b" not in ran.stdout
