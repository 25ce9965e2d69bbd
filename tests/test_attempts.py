"""The quick path to the progress file: whole attempts, whatever happens around it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runner import records
from runner.catalog import Catalog
from runner.errors import SetupError
from runner.learner.attempts import HEAD, Attempts, DrillState, state_of
from runner.model import CheckResult, CheckStatus, Verdict
from runner.workspace import Workspace, digest

if TYPE_CHECKING:
    from runner.model import VerdictStatus

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DRILL = "level_up/01_x"


@pytest.fixture
def progress(tmp_path: Path) -> Path:
    """The path of a progress file that does not exist yet."""
    return tmp_path / "my work #1 100%?" / "progress.db"


def verdict(
    *statuses: CheckStatus, drill: str = DRILL, status: VerdictStatus | None = None
) -> Verdict:
    """What was decided, with one check per status: `check_0`, `check_1`, …."""
    checks = tuple(
        CheckResult(name=f"check_{i}", title="A check.", task=None, status=s, duration_ms=1.5)
        for i, s in enumerate(statuses)
    )
    whole = status or ("passed" if set(statuses) == {"passed"} else "failed")
    return Verdict(drill=drill, answer="x.py", status=whole, checks=checks, duration_ms=10.0)


def record(attempts: Attempts, outcome: Verdict, *, answer: str = "answer") -> None:
    """Record an attempt at noon."""
    attempts.record(outcome, answer_digest=answer, checks_digest="checks", started_at=NOON)


def query(progress: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of one query through a connection of the test's own."""
    with closing(sqlite3.connect(progress)) as connection:
        return connection.execute(sql).fetchall()


def test_reading_what_is_not_there_is_empty_and_creates_nothing(progress: Path) -> None:
    """A missing file reads as empty and stays missing."""
    attempts = Attempts(progress)
    assert attempts.states() == {}
    assert attempts.next_hint(DRILL, "check_0") == 1
    assert not progress.parent.exists()


def test_an_empty_file_reads_as_empty_and_is_filled_by_recording(progress: Path) -> None:
    """A file of no bytes is what SQLite leaves when it is killed early; it is no error."""
    progress.parent.mkdir()
    progress.touch()
    attempts = Attempts(progress)
    assert attempts.states() == {}
    record(attempts, verdict("passed"))
    assert attempts.states()[DRILL].attempts == 1


def test_an_attempt_is_recorded_whole(progress: Path) -> None:
    """An attempt keeps its digests, its moment in UTC, its outcome and every check in order."""
    record(Attempts(progress), verdict("passed", "failed", "not_run"))
    assert query(progress, "SELECT * FROM attempts") == [
        (1, DRILL, "answer", "checks", "2026-11-21 12:00:00.000000", 10.0, "failed", 0, "check_1")
    ]
    assert query(progress, "SELECT * FROM attempt_checks ORDER BY position") == [
        (1, 0, "check_0", "passed", 1.5),
        (1, 1, "check_1", "failed", 1.5),
        (1, 2, "check_2", "not_run", 1.5),
    ]


def test_states_sum_up_each_drill(progress: Path) -> None:
    """The state of a drill counts every attempt and speaks of the last one."""
    attempts = Attempts(progress)
    record(attempts, verdict("passed", "failed"), answer="one")
    record(attempts, verdict("passed", "passed"), answer="two")
    record(attempts, verdict("passed", "passed"), answer="three")
    record(attempts, verdict("error", "not_run"), answer="four")
    record(attempts, verdict("passed", drill="level_up/02_y"))
    assert attempts.states() == {
        DRILL: DrillState(
            attempts=4,
            failed=2,
            last_status="failed",
            last_failed_check="check_0",
            passed=frozenset({("two", "checks"), ("three", "checks")}),
        ),
        "level_up/02_y": DrillState(
            attempts=1,
            failed=0,
            last_status="passed",
            last_failed_check=None,
            passed=frozenset({("answer", "checks")}),
        ),
    }


@pytest.mark.parametrize(
    ("passed", "current", "expected"),
    [
        (None, None, "not started"),
        (None, "a", "started"),
        ([], None, "started"),
        ([], "a", "started"),
        (["a"], "a", "done"),
        (["a", "b"], "b", "done"),
        (["a"], "b", "changed"),
        (["a"], None, "changed"),
        (["old"], "old", "outdated"),
    ],
)
def test_how_far_a_drill_is(passed: list[str] | None, current: str | None, expected: str) -> None:
    """A state follows from the answers that passed and the one that stands there."""
    state = None
    if passed is not None:
        pairs = {(answer, "before" if answer == "old" else "checks") for answer in passed}
        state = DrillState(1, 0, "failed", None, frozenset(pairs))
    assert state_of(state, current, lambda: "checks") == expected


def test_hints_go_one_deeper_each_time(progress: Path) -> None:
    """The next hint is one deeper than the deepest shown, per drill and check."""
    attempts = Attempts(progress)
    for depth in (1, 2):
        assert attempts.next_hint(DRILL, "check_0") == depth
        attempts.hint_shown(DRILL, "check_0", depth)
        attempts.hint_shown(DRILL, "check_0", depth)  # another terminal was as fast
    assert attempts.next_hint(DRILL, "check_0") == 3
    assert attempts.next_hint(DRILL, "check_1") == 1
    assert attempts.next_hint("level_up/02_y", "check_0") == 1


def test_no_recording_imports_sqlalchemy(progress: Path) -> None:
    """Neither recording, be it the first, nor reading loads SQLAlchemy or Alembic."""
    assert not progress.exists()
    code = f"""
        import sys; from pathlib import Path
        from runner.learner.attempts import Attempts
        attempts = Attempts(Path({str(progress)!r}))
        attempts.hint_shown("d", "c", 1); attempts.states()
        print([name for name in ("sqlalchemy", "alembic", "pytest") if name in sys.modules])
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_read_only_folder_can_be_read_but_not_recorded_in(progress: Path) -> None:
    """Without permission to write, progress is still shown, and recording says what to do."""
    attempts = Attempts(progress)
    record(attempts, verdict("failed"))
    progress.chmod(0o444)
    progress.parent.chmod(0o555)
    me = os.geteuid()
    if me == 0:  # root may write everywhere, so the test becomes somebody else
        for parent in list(progress.parents)[1:-1]:
            if not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
        os.seteuid(65534)
    try:
        assert attempts.states()[DRILL].attempts == 1
        with pytest.raises(SetupError, match=r"cannot use .*progress\.db") as caught:
            record(attempts, verdict("failed"))
    finally:
        os.seteuid(me)
    assert "--work DIR" in caught.value.mend
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("use", ["read", "record"])
@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("text", "expected a SQLite database, found another file"),
        ("newer", "newer version of drills"),
        ("torn", "is damaged"),
        ("column", "is damaged: "),
        ("folder", "unable to open database file"),
    ],
)
def test_a_broken_file_gets_one_clear_line(progress: Path, fault: str, says: str, use: str) -> None:
    """A file that is damaged, newer or something else is named and never overwritten."""
    attempts = Attempts(progress)
    record(attempts, verdict("failed"))
    whole = progress.read_bytes()
    progress.unlink()
    if fault == "text":
        progress.write_text("notes\n" * 1000)
    elif fault == "folder":
        progress.mkdir()
    else:
        torn = whole[:4096] + b"\xff" * (len(whole) - 4096)
        progress.write_bytes(torn if fault == "torn" else whole)
        with closing(sqlite3.connect(progress)) as connection:
            if fault == "newer":
                connection.execute("UPDATE alembic_version SET version_num = '0999'")
            elif fault == "column":
                connection.execute("ALTER TABLE attempts RENAME COLUMN status TO state")
            connection.commit()
    before = progress.read_bytes() if progress.is_file() else b""
    with pytest.raises(SetupError, match=says) as caught:
        attempts.states() if use == "read" else record(attempts, verdict("failed"))
    assert "\n" not in caught.value.message
    assert str(progress) in caught.value.message
    assert caught.value.mend
    assert (progress.read_bytes() if progress.is_file() else b"") == before


RECORDING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from runner.learner.attempts import Attempts
from runner.model import CheckResult, Verdict

path, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
checks = tuple(CheckResult(f"c{i}", "t", None, "passed", duration_ms=1.0) for i in range(20))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(times):
    Attempts(path).record(
        Verdict(name, "a", "passed", checks, duration_ms=1.0),
        answer_digest="a", checks_digest="c", started_at=datetime.now(UTC),
    )
    print(".", end="", flush=True)
"""


def recording(progress: Path, name: str, times: int) -> subprocess.Popen[str]:
    """A process that waits for a line and then records attempts of 20 checks, a dot for each."""
    return subprocess.Popen(
        [sys.executable, "-c", RECORDING, str(progress), name, str(times)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def release(*processes: subprocess.Popen[str]) -> None:
    """Let processes go together, once each has said that it is ready."""
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()


def test_two_processes_record_side_by_side(progress: Path) -> None:
    """Two processes that start from nothing lose no attempt and disturb neither."""
    processes = [recording(progress, name, 25) for name in ("one", "two")]
    release(*processes)
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    states = Attempts(progress).states()
    assert {name: state.attempts for name, state in states.items()} == {"one": 25, "two": 25}
    per_attempt = "SELECT DISTINCT count(*) FROM attempt_checks GROUP BY attempt_id"
    assert query(progress, per_attempt) == [(20,)]


def test_a_killed_process_leaves_whole_attempts_only(progress: Path) -> None:
    """SIGKILL at any moment keeps every attempt that was reported, and no part of another."""
    Attempts(progress).hint_shown(DRILL, "check_0", 1)
    reported = 0
    for round_ in range(20):
        with recording(progress, DRILL, 10_000) as process:
            release(process)
            assert process.stdout
            reported += len(process.stdout.read(1 + round_ % 4))
            process.kill()
            reported += len(process.stdout.read())
        recorded = Attempts(progress).states()[DRILL].attempts
        assert reported <= recorded <= reported + round_ + 1
    assert query(progress, "PRAGMA integrity_check") == [("ok",)]
    per_attempt = (
        "SELECT DISTINCT count(position) FROM attempts LEFT JOIN attempt_checks"
        " ON attempt_id = id GROUP BY id"
    )
    assert query(progress, per_attempt) == [(20,)]


def test_a_kill_inside_the_commit_is_undone_by_the_next_reader(progress: Path) -> None:
    """Where a kill leaves a hot journal, reading rolls it back instead of failing."""
    attempts = Attempts(progress)
    record(attempts, verdict("failed"))
    code = f"""
        import os, signal, sqlite3
        connection = sqlite3.connect({str(progress)!r}, autocommit=True)
        connection.execute("PRAGMA cache_size = 1")  # so that pages reach the file before COMMIT
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE attempts SET drill = 'torn'")
        connection.executemany(
            "INSERT INTO hints_shown VALUES ('d', ?, 1, '')", [("x" * 900 + str(i),)
            for i in range(200)]
        )
        os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    assert progress.with_name("progress.db-journal").stat().st_size > 0
    assert set(attempts.states()) == {DRILL}
    assert query(progress, "SELECT count(*) FROM hints_shown") == [(0,)]


def test_an_older_file_is_upgraded_by_reading_too(
    progress: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision other than the newest sends both readers and writers through the upgrade."""
    record(Attempts(progress), verdict("failed"))
    called: list[Path] = []
    monkeypatch.setattr(records, "upgrade", called.append)
    monkeypatch.setattr("runner.learner.attempts.HEAD", f"after {HEAD}")
    Attempts(progress).states()
    record(Attempts(progress), verdict("failed"))
    assert called == [progress, progress]


def test_the_state_of_a_real_drill_follows_the_learner(tmp_path: Path) -> None:
    """From the stub to a pass to an edit: each step changes the state as the learner expects."""
    drill_folder = tmp_path / "course" / "level_up" / "01_x"
    drill_folder.mkdir(parents=True)
    (drill_folder.parent / "track.toml").write_text('title = "T"\nsummary = "s"\norder = 1\n')
    (drill_folder / "drill.toml").write_text(
        'title = "T"\ndifficulty = 1\nminutes = 5\ndatabase = "files"\n'
    )
    (drill_folder / "exercise.py").write_text("def add(): raise NotImplementedError\n")
    drill = Catalog(tmp_path / "course").drill("01_x")
    workspace = Workspace(tmp_path / "work")
    attempts = Attempts(workspace.progress)

    def state() -> str:
        seen = attempts.states().get(drill.slug)
        return state_of(seen, workspace.answer_digest(drill), lambda: "checks")

    assert state() == "not started"
    answer, _ = workspace.ensure(drill)
    assert state() == "started"
    record(attempts, verdict("passed", drill=drill.slug), answer=digest(answer))
    assert state() == "done"
    answer.write_text("edited")
    assert state() == "changed"
