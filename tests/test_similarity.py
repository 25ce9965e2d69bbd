"""similar(): copies are found whatever their names, and what everybody was given is not."""

import re
import time
from pathlib import Path

import pytest

from runner.catalog import REPOSITORY, Catalog
from runner.classroom.marks import HandedIn, Similar
from runner.classroom.similarity import similar
from runner.model import Drill

COURSE = Catalog(REPOSITORY)


@pytest.fixture
def drill() -> Drill:
    """A drill with several independent right answers."""
    return COURSE.drill("08_game_state")


def _hand_in(drill: Drill, folder: Path, **texts: str | bytes) -> list[HandedIn]:
    answers = []
    for learner, text in texts.items():
        path = folder / f"{learner}.py"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        answers.append(HandedIn(learner, drill, path, ""))
    return answers


def _learners(pairs: tuple[Similar, ...]) -> list[tuple[str, str]]:
    return [pair.learners for pair in pairs]


def _disguised(text: str) -> str:
    """Other names, numbers and comments, other strings, more lines."""
    text = re.sub(r"\b(self|path|state|data|name)\b", r"my_\1", text)
    text = re.sub(r"\b\d+\b", "7", text)
    text = re.sub(r'"[a-z_ ]+"', '"else"', text)
    return re.sub(r"\n(?=    )", "\n\n    # mine, all mine\n", text)


def test_a_disguised_copy_is_found(drill: Drill, tmp_path: Path):
    """Names, numbers, strings, comments and empty lines hide nothing."""
    solution = drill.file("solution").read_text()
    answers = _hand_in(drill, tmp_path, ann=solution, bob=_disguised(solution))
    assert answers[0].path.read_text() != answers[1].path.read_text()
    (pair,) = similar(answers)
    assert (pair.drill, pair.learners) == (drill.slug, ("ann", "bob"))
    assert pair.share > 0.9


def test_how_a_call_is_laid_out_says_nothing(drill: Drill, tmp_path: Path):
    """Strings in one piece or in several, with or without a comma at the end: all the same."""
    spread = """
def f{n}(a, b):
    a.execute(
        "INSERT INTO t "
        "VALUES (?, ?)",
        (a.one, b.two[{n}],),
    )
    return a.rows("SELECT" " 1", [b,], {{"x": b * {n},}})
"""
    tight = """
def g{n}(c, d):
    c.execute("INSERT INTO t VALUES (?, ?)", (c.one, d.two[{n}]))
    return c.rows("SELECT 1", [d], {{"x": d * {n}}})
"""
    other = "def h{n}(e): return [e, {n}, e or {n}]\nprint({n} if {n} else h{n}({n}))\n" * 2
    one, two = (
        "".join((text + other * n).format(n=n) for n in range(4)) for text in (spread, tight)
    )
    (pair,) = similar(_hand_in(drill, tmp_path, ann=one, bob=two))
    assert pair.share == 1.0


def test_the_longest_stretch_is_told_by_its_lines(drill: Drill, tmp_path: Path):
    """Where one answer begins with more lines, its stretch begins so much later."""
    solution = drill.file("solution").read_text()
    answers = _hand_in(drill, tmp_path, ann=solution, bob=_disguised("\n" * 40 + solution))
    (pair,) = similar(answers)
    (first, last), (theirs, _) = pair.lines
    assert last <= len(solution.splitlines())
    assert last - first > len(solution.splitlines()) / 2
    assert theirs >= first + 40


def test_other_approaches_are_not_alike(tmp_path: Path):
    """Over the whole course, no two right answers share half as much as is reported."""
    answers = [
        HandedIn(path.stem, drill, path, "")
        for drill in COURSE.drills
        if not drill.is_folder
        for path in [drill.file("solution"), *sorted((drill.path / "right").glob("*.py"))]
        if "solution import" not in path.read_text()
    ]
    assert len(answers) > 60
    # The demonstration below a solution's functions is no part of an answer.
    for answer in answers:
        text = re.split(r"\n(?:def main|def demo|if __name__)", answer.path.read_text())[0]
        (tmp_path / answer.drill.name).mkdir(exist_ok=True)
        (tmp_path / answer.drill.name / answer.path.name).write_text(text)
    alone = [
        HandedIn(each.learner, each.drill, tmp_path / each.drill.name / each.path.name, "")
        for each in answers
    ]
    assert similar(alone, least=0.25) == ()
    assert similar(alone, least=0.05) != ()


def test_what_the_stub_gave_is_nobodys(drill: Drill, tmp_path: Path):
    """Two untouched stubs are no copies of each other; nor are two short answers."""
    stub = drill.file("exercise").read_text()
    assert similar(_hand_in(drill, tmp_path, ann=stub, bob=stub)) == ()
    short = "def total(path, numbers):\n    return sum(numbers)\n"
    assert similar(_hand_in(drill, tmp_path, ann=short, bob=short)) == ()


def test_what_most_of_a_class_wrote_is_nobodys(drill: Drill, tmp_path: Path):
    """Twelve of twenty with the same text are the way to write it; eight of twenty are not."""
    solution = drill.file("solution").read_text()
    others = [path.read_text() for path in sorted((drill.path / "right").glob("*.py"))]
    alone = "\n".join(
        f"def f{n}(a):\n    return a[{n}] * (a - {n}) if a else [a, -a]" for n in range(9)
    )
    for copies, found in ((12, 0), (8, 8 * 7 / 2)):
        texts = {f"copy{n}": solution for n in range(copies)}
        texts |= {f"else{n}": alone if n else others[0] for n in range(20 - copies)}
        pairs = [p for p in similar(_hand_in(drill, tmp_path, **texts)) if "copy" in p.learners[0]]
        assert len(pairs) == found


def test_only_answers_to_the_same_drill_are_compared(drill: Drill, tmp_path: Path):
    """One who hands the same text in twice has not copied."""
    text = drill.file("solution").read_text()
    (answer,) = _hand_in(drill, tmp_path, ann=text)
    other = HandedIn("ann", COURSE.drill("12_atomic_writes"), answer.path, "")
    assert similar([answer, other]) == ()


@pytest.mark.parametrize(
    "broken",
    [b"\xff\xfe\x00", b"\x00" * 40, b"def f(:\n  '''", b"# coding: no-such\n", b"(" * 5000, b""],
)
def test_what_is_no_python_is_skipped(drill: Drill, tmp_path: Path, broken: bytes):
    """A broken answer is compared to none, and hides no pair of the others."""
    text = drill.file("solution").read_text()
    answers = _hand_in(drill, tmp_path, ann=text, bob=text, eve=broken, mal=broken)
    assert _learners(similar(answers)) == [("ann", "bob")]


def test_an_enormous_file_is_skipped(drill: Drill, tmp_path: Path):
    """Fifty megabytes of source cost no time."""
    enormous = b"x = [y for y in range(9) if y]\n" * 1_700_000
    answers = _hand_in(drill, tmp_path, ann=enormous, bob=enormous)
    begun = time.perf_counter()
    assert similar(answers) == ()
    assert time.perf_counter() - begun < 1


def test_answers_of_several_files(tmp_path: Path):
    """Folders are compared file by file; line numbers are left out, as they say nothing there."""
    drill = next(drill for drill in COURSE.drills if drill.is_folder)
    source = COURSE.drill("08_game_state").file("solution").read_text()
    for learner in ("ann", "bob"):
        (tmp_path / learner / "migrations").mkdir(parents=True)
        (tmp_path / learner / "migrations" / f"{learner}.py").write_text(source)
    (pair,) = similar([HandedIn(name, drill, tmp_path / name, "") for name in ("ann", "bob")])
    assert (pair.share, pair.lines) == (1.0, ())


def test_a_large_class_takes_under_two_seconds(drill: Drill, tmp_path: Path):
    """A hundred answers to one drill, with copies enough that every step has its work."""
    texts = [drill.file("solution"), *sorted((drill.path / "right").glob("*.py"))]
    assert len(texts) >= 3
    given = {
        f"learner{n:03}": _disguised(texts[n % 3].read_text()) + f"\nx = {n}\n" for n in range(100)
    }
    answers = _hand_in(drill, tmp_path, **given)
    begun = time.process_time()
    pairs = similar(answers)
    assert time.process_time() - begun < 2
    assert len(pairs) == 34 * 33 / 2 + 2 * (33 * 32 / 2)
