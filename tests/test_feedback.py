"""What a learner may read: enough to go on, nothing of hidden checks, nothing that breaks out."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from runner.errors import UsageError
from runner.model import Verdict
from runner.render.feedback import Level, feedback_of, write_feedback
from tests.marked import HOSTILE, drill, marks_of, tampered, verdicts, with_hidden

LEVELS: tuple[Level, ...] = ("full", "title", "mark")


def _told(verdict: Verdict, level: Level = "full") -> str:
    return feedback_of(drill(), verdict, level)


def test_full_feedback_says_what_failed_and_where():
    """The sentence, what was observed, the learner's own line, the way there, and a hint."""
    text = _told(verdicts()["raises"])
    assert "## 01_sum · Sums in SQL" in text
    assert "**2 of 3 points**" in text
    assert "- ✓ Two numbers are added\n" in text
    assert "- ✗ A thousand numbers are added" in text
    assert "ValueError: too many" in text
    assert "raises.py:3: raise ValueError('too many')" in text
    assert "`drills hint 01_sum`" in text


def test_got_and_expected_are_told():
    """What the check compared is there, as on the learner's own screen."""
    text = _told(verdicts()["forgets_nothing"])
    assert "an empty sum is 0" in text
    assert "got        None" in text
    assert "expected   0" in text


def test_less_is_told_where_less_is_asked():
    """`title`: the sentences alone; `mark`: the points alone."""
    title, mark = (_told(verdicts()["forgets_nothing"], level) for level in LEVELS[1:])
    assert "- ✗ The sum of nothing is 0" in title
    assert "an empty sum" not in title
    assert "hint" not in title
    assert mark == "## 01_sum · Sums in SQL\n\n**2 of 3 points**\n"


def test_an_answer_that_cannot_be_loaded():
    """Why, once, and every check as not run."""
    text = _told(verdicts()["cannot_load"])
    assert "Nothing could be checked:\n\n```text\n" in text
    assert text.count("No module named 'no_such_module'") == 1
    assert text.count("- – ") == 3
    assert "hint" not in text  # no check has said anything yet
    title = _told(verdicts()["cannot_load"], "title")
    assert "Nothing could be checked." in title
    assert "no_such_module" not in title


def test_a_right_answer_has_no_hint():
    """Where all is well there is nothing to look up."""
    assert "hint" not in _told(verdicts()["right"])


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("passed", [True, False])
def test_hidden_checks_stay_hidden(level: Level, passed: bool):
    """At every level no more than a number, and whether it passed."""
    text = _told(with_hidden(verdicts()["right"], passed=passed), level)
    assert "SECRET" not in text.upper()
    assert ("hidden check 1: passed" in text) == (passed and level != "mark")
    assert ("hidden check 1: not passed" in text) == (not passed and level != "mark")
    assert ("hidden check 2: passed" in text) == (level != "mark")
    assert "hint" not in text  # hints are for the checks that one can see


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_is_told_about_tampering(level: Level):
    """Neither what was seen nor what would have passed."""
    assert _told(tampered(), level) == (
        "## 01_sum · Sums in SQL\n\n"
        "This answer could not be marked. Your instructor will look at it.\n"
    )


def test_nothing_breaks_out_of_its_block():
    """Read as Markdown, what an answer says is text and nothing else."""
    said = f"{HOSTILE}\n```\n# A heading\n<b>bold</b>\n````\n![x](http://example.com/x)"
    first, *rest = verdicts()["hostile"].checks
    worse = verdicts()["hostile"]._replace(checks=(first._replace(message=said), *rest))
    for text in (_told(verdicts()["hostile"]), _told(worse)):
        html = MarkdownIt().render(text)
        assert "alert(1)" in html
        for tag in ("<script", "<b>", "<h1", "<a ", "<img"):
            assert tag not in html
        assert "\x1b" not in text
        assert "\\x1b[31m" in text


def test_one_file_per_learner(tmp_path: Path):
    """Each has their own answers and nobody else's."""
    marks = marks_of([("ann", verdicts()["right"]), ("bob", verdicts()["raises"])])
    write_feedback(marks, tmp_path / "made" / "here")
    ann, bob = sorted((tmp_path / "made" / "here").iterdir())
    assert (ann.name, bob.name) == ("ann.md", "bob.md")
    assert ann.read_text() == f"# ann\n\n{marks.answers[0].feedback}"
    assert "too many" in bob.read_text()
    assert "too many" not in ann.read_text()


ODD = [
    *("Ann", "ann", "\uff21nn", "Bob", "bob", "é", "e\u0301", "名前", "🙂", "con"),
    *("a/b", "a_b", "a b", "a\nb", "a\x00b"),
    *("", " ", ".", "..", ".hidden", "-rf", "../../etc/passwd", "caf\udce9", "\ud800"),
    *("x" * 300, "x" * 301, "名" * 100),
]


def test_odd_names_share_no_file(tmp_path: Path):
    """Whatever learners are called, each gets one file in the folder, also where case is one."""
    write_feedback(marks_of([(name, verdicts()["right"]) for name in ODD]), tmp_path / "out")
    files = [file.name for file in (tmp_path / "out").iterdir()]
    assert len({name.casefold() for name in files}) == len(files) == len(ODD)
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]
    assert all(len(name.encode()) < 256 and name.endswith(".md") for name in files)
    assert not any(name.startswith(("-", ".")) for name in files)


def test_no_name_can_pass_for_anothers(tmp_path: Path):
    """Also not one that is chosen to be what another's file will be called."""
    write_feedback(marks_of([("a/b", verdicts()["right"])]), tmp_path)
    (made,) = tmp_path.iterdir()
    write_feedback(marks_of([(made.stem, verdicts()["raises"])]), tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    """One line that names it."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot write feedback to"):
        write_feedback(marks_of([("ann", verdicts()["right"])]), tmp_path / "file")
