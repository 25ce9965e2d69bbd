"""A class is marked: side by side, as results come, and nothing twice that has not changed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runner import processes
from runner.catalog import REPOSITORY, Catalog
from runner.checking import with_checker
from runner.classroom.executors import Local
from runner.classroom.gradebook import Gradebook
from runner.classroom.marks import GRADEBOOK_URL, Unmatched
from runner.classroom.submissions import collected
from runner.errors import DrillError, UsageError
from runner.grading import Graded, Rules, extra_checks, grade
from tests.marked import wait_for_end_of

COURSE = REPOSITORY / "tests/course"
RIGHT = (COURSE / "basics/01_sum/solution.py").read_text()
WRONG = "def total(path, numbers):\n    return sum(numbers) if numbers else None\n"
KILLS = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n"
COUNTED = """

@pytest.mark.task(2)
def test_is_counted(answer: Any) -> None:
    \"\"\"The run is noted.\"\"\"
    with open({log!r}, "a") as log:
        log.write(answer.WHO + "\\\\n")
"""


_SLOW = 20


@dataclass
class Class:
    """A course whose checks note each run, and what its learners handed in."""

    course: Path
    answers: Path
    work: Path
    log: Path
    path: str = str(REPOSITORY)
    """Where the program finds its modules."""

    @property
    def drill(self) -> Path:
        """The folder of its one drill."""
        return self.course / "basics/01_sum"

    @property
    def runs(self) -> Counter[str]:
        """Learner -> how often their answer was checked."""
        return Counter(self.log.read_text().split() if self.log.exists() else ())

    def hand_in(self, learner: str, text: str = RIGHT) -> None:
        """Write a learner's answer."""
        file = self.answers / learner / "basics/01_sum.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\nWHO = {learner!r}\n")

    def hand_in_slow_answers(self) -> set[str]:
        """Write right answers that leave time to stop their marking; returns the learners.

        Marks are kept when SQLAlchemy is there, and that takes seconds on a busy machine: two
        workers have 12 s to do after the first four.
        """
        learners = [f"learner_{number:02}" for number in range(_SLOW)]
        for number, learner in enumerate(learners):
            self.hand_in(learner, f"import time\ntime.sleep({1.5 * (number > 3)})\n{RIGHT}")
        return set(learners)

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file of the drill."""
        text = (self.drill / name).read_text()
        assert old in text
        (self.drill / name).write_text(text.replace(old, new))

    def grade(self, *, recheck: bool = False, jobs: int = 2, **rules: Any) -> Graded:
        """Mark them."""
        catalog = Catalog(self.course)
        with (
            collected(self.answers, catalog, drills=catalog.drills) as collection,
            closing(Local(jobs)) as executor,
        ):
            return grade(
                collection.answers,
                Rules(**{"isolation": "none", **rules}),
                executor,
                Gradebook(self.work / "progress.db"),
                recheck=recheck,
            )

    def program(self, *options: str) -> subprocess.Popen[str]:
        """Start the program on them."""
        words = ["verify", "--answers", str(self.answers), "--isolation", "none", *options]
        return subprocess.Popen(
            [sys.executable, "-m", "runner.cli", *words],
            env=os.environ
            | {"PYTHONPATH": self.path, "DRILLS_COURSE": str(self.course)}
            | {"DRILLS_WORK": str(self.work)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def kept(self) -> set[str]:
        """The learners whose marks are in the gradebook."""
        try:
            with closing(sqlite3.connect(self.work / "progress.db")) as connection:
                return {learner for (learner,) in connection.execute("SELECT learner FROM marks")}
        except sqlite3.OperationalError:  # no such file or table yet
            return set()


@pytest.fixture
def a_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Class:
    """A class without answers yet."""
    monkeypatch.delenv(GRADEBOOK_URL, raising=False)
    course = tmp_path / "course"
    shutil.copytree(COURSE, course, ignore=shutil.ignore_patterns("__pycache__"))
    log = tmp_path / "runs.txt"
    checks = course / "basics/01_sum/checks.py"
    checks.write_text(checks.read_text() + COUNTED.format(log=str(log)).replace("\\\\", "\\"))
    return Class(course, tmp_path / "answers", tmp_path / "work", log)


def points(graded: Graded) -> dict[str, tuple[str, float, float]]:
    """Learner -> status and points."""
    return {m.learner: (m.verdict.status, m.points, m.max_points) for m in graded.marks.answers}


def test_a_class_is_marked(a_class: Class) -> None:
    """Each answer gets its points, in order of learner, whoever is done first."""
    a_class.hand_in("learner_03")
    a_class.hand_in("learner_01", WRONG)
    a_class.hand_in("learner_04", "def total(path, numbers: return 1")
    a_class.hand_in("learner_02", "def total(path, numbers):\n    raise NotImplementedError\n")
    graded = a_class.grade()
    assert list(points(graded).items()) == [
        ("learner_01", ("failed", 3.0, 4.0)),
        ("learner_02", ("failed", 1.0, 4.0)),
        ("learner_03", ("passed", 4.0, 4.0)),
        ("learner_04", ("import_error", 0.0, 4.0)),
    ]
    assert (graded.reused, graded.lost) == (0, ())
    assert not graded.marks.passed
    by_learner = {mark.learner: mark.verdict for mark in graded.marks.answers}
    assert [check.status for check in by_learner["learner_04"].checks] == ["not_run"] * 4
    assert by_learner["learner_01"].answer == "learner_01/basics/01_sum"
    failed = by_learner["learner_01"].checks[1]
    assert "an empty sum is 0" in failed.message
    assert failed.called  # what a failure was is kept; how a pass came about is not
    assert by_learner["learner_01"].checks[0].called == ()


def test_misconceptions_are_counted(a_class: Class) -> None:
    """Whoever fails as a known wrong answer does is counted for its mistake, nobody else."""
    for learner, text in {"anna": WRONG, "ben": RIGHT, "cleo": WRONG}.items():
        a_class.hand_in(learner, text)
    a_class.hand_in("dora", WRONG.replace("None", "'nothing'"))
    a_class.hand_in("emil", WRONG.replace("sum(numbers)", "7"))  # fails before that
    a_class.hand_in("finn", WRONG.replace("None", "1 / 0"))  # fails there for another reason
    [found] = a_class.grade().marks.misconceptions
    assert (found.drill, found.check) == ("basics/01_sum", "adds_nothing")
    assert found.misconceptions == ("Thinks that there is always a first number.",)
    assert found.learners == ("anna", "cleo", "dora")


def test_nothing_is_checked_twice(a_class: Class) -> None:
    """What is marked and has not changed is not run again, and its mark is the same."""
    for number in range(5):
        a_class.hand_in(f"learner_{number}", WRONG if number == 3 else RIGHT)
    first = a_class.grade()
    again = a_class.grade()
    assert set(a_class.runs.values()) == {1}
    assert again.reused == 5
    assert again.marks.as_json() == first.marks.as_json()
    a_class.hand_in("learner_3")
    changed = a_class.grade()
    assert changed.reused == 4
    assert points(changed)["learner_3"] == ("passed", 4.0, 4.0)
    assert a_class.runs == Counter({f"learner_{n}": 2 if n == 3 else 1 for n in range(5)})


def test_recheck_checks_all_again(a_class: Class) -> None:
    """It takes nothing from the gradebook, and puts the new marks there."""
    a_class.hand_in("anna")
    a_class.grade()
    graded = a_class.grade(recheck=True)
    assert (a_class.runs["anna"], graded.reused) == (2, 0)
    assert a_class.grade().reused == 1


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("checks.py", "assert got == 5", "assert got in (5, 5.0)"),
        ("exercise.py", "task 1", "task one"),
        ("drill.toml", "seconds = 2.0", "seconds = 3.0"),
        ("drill.toml", 'database = "sqlite"', 'database = "files"'),
    ],
)
def test_a_changed_drill_is_checked_again(a_class: Class, file: str, old: str, new: str) -> None:
    """Whatever decides about an answer counts as a change."""
    a_class.hand_in("anna")
    a_class.grade()
    a_class.edit(file, old, new)
    if "files" in new:  # then there is no database for its checks
        a_class.edit("checks.py", "database: Database", "folder: Path")
        a_class.edit("checks.py", "database.path", "folder / 'a.db'")
        a_class.edit("checks.py", "import pytest", "from pathlib import Path\n\nimport pytest")
    assert a_class.grade().reused == 0
    assert a_class.runs["anna"] == 2


def test_other_rules_are_checked_again(a_class: Class, tmp_path: Path) -> None:
    """Another isolation, another time and other extra checks each give marks of their own."""
    a_class.hand_in("anna")
    extra = tmp_path / "extra.py"
    extra.write_text("def test_more(answer) -> None:\n    assert answer.total\n")
    rules: list[dict[str, Any]] = [
        {},
        {"seconds": 1},
        {"isolation": "basic"},
        {"extra": {"basics/01_sum": extra}},
    ]
    assert [a_class.grade(**each).reused for each in rules] == [0, 0, 0, 0]
    assert [a_class.grade(**each).reused for each in rules] == [1, 1, 1, 1]


def test_a_new_title_or_hint_is_no_change(a_class: Class) -> None:
    """What a learner reads beside the checks decides about no answer."""
    a_class.hand_in("anna")
    a_class.grade()
    a_class.edit("drill.toml", "Sums in SQL", "Sums")
    a_class.edit("drill.toml", "An empty sum is 0.", "Nothing adds up to 0.")
    assert a_class.grade().reused == 1


def test_points_are_counted_anew_without_a_check(a_class: Class) -> None:
    """Other points for the same checks need nothing run; the gradebook has them too."""
    a_class.hand_in("anna", WRONG)
    assert points(a_class.grade())["anna"][1:] == (3.0, 4.0)
    a_class.edit("drill.toml", "[limits]", "[grading.points]\nadds_nothing = 6\n\n[limits]")
    graded = a_class.grade()
    assert (graded.reused, points(graded)["anna"][1:]) == (1, (3.0, 9.0))
    with closing(sqlite3.connect(a_class.work / "progress.db")) as connection:
        found = connection.execute("SELECT points, max_points FROM marks").fetchall()
    assert found == [(3.0, 9.0)]
    a_class.edit(
        "drill.toml", "[grading.points]", "[grading]\nall_or_nothing = true\n[grading.points]"
    )
    assert points(a_class.grade())["anna"][1:] == (0.0, 9.0)
    assert a_class.runs["anna"] == 1


SLIPS = pytest.mark.parametrize(
    ("grading", "said"),
    [
        ("grading = 3", r"\[grading\] must be a table"),
        ("[grading.points]\nadds_noting = 2", "names no check: adds_noting"),
        ("[grading.task_points]\n3 = 2", "names no task: 3"),
        ("[grading.points]\nadds_nothing = -1", "adds_nothing must be 0 or more, found -1"),
        ("[grading.points]\nadds_nothing = nan", "adds_nothing must be 0 or more, found nan"),
        ("[grading.points]\nadds_nothing = true", "adds_nothing must be 0 or more, found True"),
        ('[grading]\nall_or_nothing = "yes"', "all_or_nothing must be true or false"),
        ("[grading]\nall_or_none = true", r"\[grading\] has no all_or_none"),
        ("[grading]\npoints = 3", r"\[grading.points\] must be a table"),
        ("[grading.task_points]\n1 = inf", "1 must be 0 or more, found inf"),
    ],
)


@SLIPS
def test_points_that_make_no_sense(a_class: Class, grading: str, said: str) -> None:
    """A slip in `[grading]` is named before anybody gets wrong points."""
    a_class.hand_in("anna")
    a_class.edit("drill.toml", "[limits]", f"{grading}\n\n[limits]")
    with pytest.raises(DrillError, match=said):
        a_class.grade()
    assert a_class.kept() == set()


@SLIPS
def test_points_are_looked_at_before_anything_else(a_class: Class, grading: str, said: str) -> None:
    """Also where all have been marked before, and nothing is left to check."""
    a_class.hand_in("anna")
    a_class.grade()
    a_class.edit("drill.toml", "[limits]", f"{grading}\n\n[limits]")
    with pytest.raises(DrillError, match=said):
        a_class.grade()


def test_extra_checks_are_hidden_and_count(a_class: Class, tmp_path: Path) -> None:
    """The instructor's own checks run after the drill's, and are worth points."""
    folder = tmp_path / "extra"
    file = folder / "basics/01_sum.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "from typing import Any\n\n\n"
        "def test_adds_negative_numbers(answer: Any, database: Any) -> None:\n"
        '    """Negative numbers are added."""\n'
        "    assert answer.total(database.path, [-1, -2]) == -3, 'no: each counts'\n"
    )
    a_class.hand_in("anna")
    a_class.hand_in("ben", "def total(path, numbers):\n    return sum(map(abs, numbers))\n")
    extra = extra_checks(folder, Catalog(a_class.course))
    graded = a_class.grade(extra=extra)
    assert points(graded) == {"anna": ("passed", 5.0, 5.0), "ben": ("failed", 4.0, 5.0)}
    last = graded.marks.answers[1].verdict.checks[-1]
    assert (last.name, last.hidden, last.passed) == ("adds_negative_numbers", True, False)
    assert points(a_class.grade())["ben"] == ("passed", 4.0, 4.0)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((), "holds no checks"),
        (("basics/01_summ.py",), "01_summ.py is no drill's"),
        (("basics/01_sum.py", "basics/01_sum/checks.py"), "two files for basics/01_sum"),
    ],
)
def test_extra_checks_of_no_drill(
    a_class: Class, tmp_path: Path, files: tuple[str, ...], said: str
) -> None:
    """A file that would be passed over in silence is named instead."""
    folder = tmp_path / "extra"
    folder.mkdir()
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    with pytest.raises(UsageError, match=said):
        extra_checks(folder, Catalog(a_class.course))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def test_more(:\n", "SyntaxError: invalid syntax"),
        ("import no_such_module\n", "No module named 'no_such_module'"),
        ("def tset_more(answer): ...\n", "it holds no check"),
        ("def test_more(answer, databse): ...\n", "more asks for a fixture .* databse"),
    ],
)
def test_broken_extra_checks_are_named(
    a_class: Class, tmp_path: Path, text: str, said: str
) -> None:
    """It is that file which is broken, and not the drill's own; no learner loses a point."""
    extra = tmp_path / "extra.py"
    extra.write_text(text)
    a_class.hand_in("anna")
    with pytest.raises(DrillError, match=rf"extra\.py cannot be used: .*{said}"):
        a_class.grade(extra={"basics/01_sum": extra})
    assert a_class.kept() == set()


def test_a_seed_in_extra_checks_is_refused(a_class: Class, tmp_path: Path) -> None:
    """Nobody would call it."""
    (tmp_path / "basics").mkdir()
    (tmp_path / "basics/01_sum.py").write_text("import os\n\n\ndef seed(database): ...\n")
    with pytest.raises(UsageError, match="has a seed"):
        extra_checks(tmp_path, Catalog(a_class.course))


def test_time_is_lowered(a_class: Class) -> None:
    """A whole answer may take less than its drill allows; more is not given."""
    a_class.edit("drill.toml", "seconds = 2.0", "seconds = 20.0")
    a_class.hand_in("anna", "import time\ntime.sleep(9)\n" + RIGHT)
    a_class.hand_in("ben")
    began = time.monotonic()
    graded = a_class.grade(seconds=1)
    assert time.monotonic() - began < 9
    [anna, ben] = graded.marks.answers
    assert (anna.verdict.status, ben.verdict.status) == ("timeout", "passed")
    assert "still running after 1 s" in anna.verdict.message


def test_an_answer_that_kills_its_checker(a_class: Class) -> None:
    """It is named as not marked; its neighbours in the same job have their marks."""
    for number in range(4):
        a_class.hand_in(f"learner_{number}", KILLS if number == 1 else RIGHT)
    graded = a_class.grade(jobs=1)
    assert list(points(graded)) == ["learner_0", "learner_2", "learner_3"]
    assert graded.lost == (
        Unmatched(
            "learner_1/basics/01_sum",
            "could not be marked: the process that checked it was killed",
            "learner_1",
        ),
    )
    assert graded.marks.unmatched == graded.lost
    assert a_class.runs["learner_0"] == 1


def test_broken_checks_are_told(a_class: Class) -> None:
    """One line says whose checks are broken; nobody gets a mark from them."""
    a_class.hand_in("anna")
    a_class.edit("checks.py", "import pytest", "import pytest, no_such_module")
    with pytest.raises(DrillError, match="no_such_module"):
        a_class.grade()
    assert a_class.kept() == set()


def _wait_for_marks(a_class: Class, count: int, running: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 60
    while len(a_class.kept()) < count:
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < end, "no marks came"
        time.sleep(0.02)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_it_goes_on_where_it_was_stopped(a_class: Class, number: int, code: int) -> None:
    """Killed or interrupted in the middle, it repeats nothing of what was finished."""
    learners = a_class.hand_in_slow_answers()
    stopped = a_class.program("--jobs", "2")
    _wait_for_marks(a_class, 3, stopped)
    below = processes.tree(stopped.pid)
    stopped.send_signal(number)
    _, errors = stopped.communicate(timeout=30)
    assert stopped.returncode == code, errors
    if number == signal.SIGINT:
        assert errors.splitlines() == [
            "drills: What was marked is kept: the same command goes on from there.",
            "drills: interrupted",
        ]
    assert below, "nothing ran when it was stopped"
    wait_for_end_of(below)
    finished = a_class.kept()
    assert 3 <= len(finished) < _SLOW
    resumed = a_class.program("--json", "--jobs", "8")
    out, errors = resumed.communicate(timeout=120)
    assert resumed.returncode == 0, errors
    assert {answer["learner"] for answer in json.loads(out)["answers"]} == learners
    assert {learner: a_class.runs[learner] for learner in finished} == dict.fromkeys(finished, 1)
    assert set(a_class.runs) == learners


def test_the_process_that_forks_the_workers_is_killed(a_class: Class) -> None:
    """One line says so; nothing goes on running, and the next run goes on where it was."""
    learners = a_class.hand_in_slow_answers()
    stopped = a_class.program("--jobs", "2")
    _wait_for_marks(a_class, 2, stopped)
    below = processes.tree(stopped.pid)
    [server] = Path(f"/proc/{stopped.pid}/task/{stopped.pid}/children").read_text().split()
    os.kill(int(server), signal.SIGKILL)
    _, errors = stopped.communicate(timeout=30)
    assert stopped.returncode == 3
    assert errors.splitlines() == [
        "drills: the process that marks was killed",
        "Run the command again: it goes on from there.",
    ]
    wait_for_end_of(below)
    finished = a_class.kept()
    assert 2 <= len(finished) < _SLOW
    assert {mark.learner for mark in a_class.grade(jobs=8).marks.answers} == learners
    assert {learner: a_class.runs[learner] for learner in finished} == dict.fromkeys(finished, 1)


@pytest.mark.parametrize("switch", ["starts_programs", "child_per_check"])
def test_what_an_answer_may_do_counts_as_a_change(a_class: Class, switch: str) -> None:
    """It decides about an answer."""
    a_class.hand_in("anna")
    a_class.grade()
    toml = a_class.drill / "drill.toml"
    toml.write_text(f"{toml.read_text()}\n[grading]\n{switch} = true\n")
    assert a_class.grade().reused == 0


def test_the_mistake_that_says_most_counts(a_class: Class) -> None:
    """A message that several mistakes share in part is counted once."""
    (a_class.drill / "wrong/general.py").write_text(
        '"""Thinks that sums are hard."""\n\nfrom solution import *\n\n'
        'FAILS = "adds_nothing"\nSAYS = "empty"\n'
    )
    a_class.hand_in("anna", WRONG)
    [found] = a_class.grade().marks.misconceptions
    assert found.misconceptions == ("Thinks that there is always a first number.",)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--csv", "a.out", "--report", "a.out"), "--csv a.out would take the place of what --rep"),
        (("--manifest", "a.csv", "--csv", "a.csv"), "--csv a.csv would take the place of what --m"),
        (("--junit", "mine.py"), "mine.py is a program, which would be lost"),
    ],
)
def test_a_report_takes_nothings_place(
    a_class: Class,
    options: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Said before anything is marked; nothing is overwritten."""
    monkeypatch.chdir(tmp_path)
    a_class.hand_in("anna")
    Path("mine.py").write_text("mine")
    marking = a_class.program(*options)
    _, errors = marking.communicate(timeout=30)
    assert marking.returncode == 2
    assert said in errors
    assert Path("mine.py").read_text() == "mine"


def test_what_the_process_that_forks_the_workers_dies_of_is_told(
    a_class: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A driver that cannot be loaded is one clear line, and no traceback."""
    a_class.hand_in("anna")
    a_class.edit("checks.py", "import pytest", "import pytest  # with psycopg2")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/psycopg2.py").write_text("raise ImportError('libpq.so.5 is missing')")
    monkeypatch.setattr(a_class, "path", f"{tmp_path / 'broken'}:{REPOSITORY}")
    marking = a_class.program()
    _, errors = marking.communicate(timeout=30)
    assert (marking.returncode, errors.splitlines()) == (
        3,
        [
            "drills: something unexpected happened: ImportError: libpq.so.5 is missing",
            "DRILLS_DEBUG=1 shows where. Please report it with that.",
        ],
    )


def test_a_worker_has_no_more_than_its_checks_need(a_class: Class) -> None:
    """What the grader imports for itself is not in its workers: a small process forks faster."""
    seen = a_class.work.parent / "modules.txt"
    a_class.hand_in("anna", f"import sys\nopen({str(seen)!r}, 'w').write(' '.join(sys.modules))\n")
    out, errors = a_class.program("--json").communicate(timeout=60)
    assert json.loads(out)["answers"], errors
    modules = seen.read_text().split()
    assert "pytest" in modules
    assert "sqlalchemy" not in modules


def test_two_graders_at_once(a_class: Class) -> None:
    """They share the gradebook, and say the same."""
    for n in range(8):
        a_class.hand_in(f"learner_{n}", WRONG if n % 3 == 0 else RIGHT)
    graders = [a_class.program("--json", "--jobs", "2", "--recheck") for _ in range(2)]
    said = [grader.communicate(timeout=120) for grader in graders]
    assert [grader.returncode for grader in graders] == [1, 1], said
    one, other = (json.loads(out)["answers"] for out, _ in said)
    timeless = [[(a["learner"], a["status"], a["points"]) for a in each] for each in (one, other)]
    assert timeless[0] == timeless[1]
    with closing(sqlite3.connect(a_class.work / "progress.db")) as connection:
        assert connection.execute("SELECT count(*) FROM marks").fetchone() == (8,)
    assert a_class.grade().reused == 8


@pytest.mark.parametrize("alone", [False, True])
def test_a_child_per_check(alone: bool, tmp_path: Path) -> None:
    """Where a drill asks for it, what an answer keeps in its process is gone with the check."""
    course = tmp_path / "course"
    shutil.copytree(REPOSITORY / "tests" / "course", course)
    toml = course / "basics" / "01_sum" / "drill.toml"
    grading = f"\n[grading]\nchild_per_check = {str(alone).lower()}\n"
    toml.write_text(toml.read_text(encoding="utf-8") + grading, encoding="utf-8")
    answer = tmp_path / "answer.py"
    answer.write_text(
        "import os\n\ndef total(path, numbers):\n    print('in', os.getpid())\n    return 0\n",
        encoding="utf-8",
    )
    drill = Catalog(course).drill("01_sum")
    verdict = with_checker(drill, lambda checker: checker.check(answer), isolation="basic")
    pids = {check.output.split("in ")[1].split()[0] for check in verdict.checks}
    assert len(verdict.checks) > 1
    assert len(pids) == (len(verdict.checks) if alone else 1)
