"""The page of a class: what it says, and that a browser shows, sorts and opens it."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from runner.classroom.marks import Isolation, Marks, Misconception, Similar, Unmatched
from runner.errors import UsageError
from runner.render.classpage import write_html
from tests.browser import CHROMIUM, Browser, opened
from tests.marked import HOSTILE, marks_of, several, tampered, verdicts, with_hidden

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
DRILLS = several(3)
LONG = "Maximilian_Alexander_" * 6


def _given(names: str) -> list[tuple[str, Any]]:
    """Answers to the three drills: `ann=right,raises` leaves the third out."""
    return [
        (learner, verdicts()[answer]._replace(drill=asked.slug))
        for learner, _, answers in (each.partition("=") for each in names.split())
        for asked, answer in zip(DRILLS, answers.split(","), strict=False)
    ]


def _class() -> Marks:
    """Four learners, and something of everything there is to see."""
    given = _given(
        "Bob=raises,forgets_nothing,stub ann=right,right,right "
        f"{LONG}=hostile,cannot_load zoë=right,raises,right"
    )
    given[1] = ("Bob", with_hidden(given[1][1], passed=False))
    given[8] = ("zoë", tampered()._replace(drill=DRILLS[0].slug))
    return replace(
        marks_of(given, drills=DRILLS),
        misconceptions=(
            Misconception(DRILLS[1].slug, "adds_nothing", ("Forgets it.",), ("Bob",)),
            Misconception(DRILLS[0].slug, "adds_many", ("Adds less.", "Or not."), ("Bob", "zoë")),
        ),
        similar=(Similar(DRILLS[0].slug, ("Bob", "lost"), 0.914, ((1, 30), (4, 33))),),
        unmatched=(Unmatched("x/y.py", "looks like 01_sum: rename it"),),
    )


def _page(folder: Path, marks: Marks) -> Path:
    file = folder / "class.html"
    write_html(marks, DRILLS, file)
    return file


class _Reader(HTMLParser):
    """The text of a page and its tags, as an HTML parser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"


def _read(file: Path) -> _Reader:
    reader = _Reader(file.read_text(encoding="utf-8"))
    reader.text = " ".join(reader.text.split())
    return reader


# What it says


def test_everything_is_said(tmp_path: Path):
    """Marks, misconceptions the commonest first, rates, the alike, the unmatched, feedback."""
    text = _read(_page(tmp_path, _class())).text
    assert "4 of 11 answers passed" in text
    assert text.index("2 learners Adds less. Or: Or not.") < text.index("1 learner Forgets it.")
    assert "91 % track_01/01_sum: Bob , lines 1 to 30; lost, lines 4 to 33" in text
    assert "x/y.py looks like 01_sum: rename it" in text
    assert "✗ A thousand numbers are added your code raised ValueError: too many" in text
    assert "raises.py:3: raise ValueError('too many')" in text
    assert "it replaced Channel.send" in text
    assert "No module named 'no_such_module'" in text


def test_checks_that_fail_alike_are_one_failure(tmp_path: Path):
    """A stub's three checks fail for one reason, which is said once."""
    text = _read(_page(tmp_path, marks_of(_given("ann=stub"), drills=DRILLS))).text
    assert text.count("total() is not written yet") == 1


def test_rates_of_checks(tmp_path: Path):
    """How many of those who answered passed each check; hidden ones are named as such."""
    text = _read(_page(tmp_path, _class())).text
    assert "Hardest, passed by 50 %: A thousand numbers are added" in text
    assert "SECRET title hidden 0 of 1" in text
    assert "SECRET other hidden 1 of 1" in text


@pytest.mark.parametrize("level", ["strict", "basic", "none"])
def test_the_isolation_is_said_at_the_top(tmp_path: Path, level: Isolation):
    """What is less than strict carries a warning."""
    reader = _read(_page(tmp_path, replace(_class(), isolation=level)))
    said = {"strict": "Strict isolation", "basic": "Basic isolation", "none": "No isolation"}
    assert [word for word in said.values() if word in reader.text] == [said[level]]
    assert reader.text.index(said[level]) < reader.text.index("answers passed")
    assert ("Warning." in reader.text) == (level != "strict")


def test_an_empty_class(tmp_path: Path):
    """Nothing to show is no error."""
    assert "0 learners" in _read(_page(tmp_path, marks_of([]))).text


def test_nothing_comes_from_outside(tmp_path: Path):
    """No link, picture or script of another place, and a policy that forbids them."""
    reader = _read(_page(tmp_path, _class()))
    for tag, attributes in reader.tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
    (policy,) = [about["content"] for tag, about in reader.tags if "http-equiv" in about]
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "script-src 'sha256-" in policy


def test_what_an_answer_says_is_text(tmp_path: Path):
    """Tags in messages, names, paths and everything else that is not ours stay text."""
    verdict = verdicts()["hostile"]._replace(message=HOSTILE, detail=HOSTILE, drill=DRILLS[0].slug)
    given = [(HOSTILE, verdict), ("ann", verdict._replace(message=""))]
    marks = replace(
        marks_of(given, drills=DRILLS),
        misconceptions=(Misconception("<a>", "<b>", ("<script>",), (HOSTILE, "other" + HOSTILE)),),
        similar=(Similar("<c>", (HOSTILE, "ann"), 0.9),),
        unmatched=(Unmatched(HOSTILE, HOSTILE),),
    )
    file = _page(tmp_path, marks)
    assert [tag for tag, _ in _read(file).tags].count("script") == 1
    assert "alert(1)" in _read(file).text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", file.read_text(encoding="utf-8"))


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path):
    """One line, not a traceback."""
    with pytest.raises(UsageError, match="cannot write"):
        write_html(_class(), DRILLS, tmp_path / "no" / "such.html")


# In a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with opened(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


ROWS = "[...document.querySelectorAll('.grid tbody th')].map((cell) => cell.textContent)"
SORTED = "[...document.querySelectorAll('.grid thead th')].map((cell) => cell.ariaSort)"


@needs_chromium
def test_columns_sort_by_keyboard(browser: Browser, tmp_path: Path):
    """Tab reaches each heading; Enter and the space bar sort, and say by which column and how."""
    browser.open(_page(tmp_path, _class()), width=1280)
    ann, bob, long, zoe = "ann", "Bob", LONG, "zoë"
    assert browser.value(ROWS) == [bob, ann, long, zoe]
    assert browser.value(SORTED) == [None] * 5
    browser.value("document.querySelector('.grid').focus()")
    browser.press("Tab")
    assert browser.value("document.activeElement.textContent") == "learner"
    browser.press("Enter")
    assert browser.value(ROWS) == [ann, bob, long, zoe]
    assert browser.value(SORTED)[0] == "ascending"
    browser.press("Enter")
    assert browser.value(ROWS) == [zoe, long, bob, ann]
    browser.press("Tab")
    browser.press(" ")
    assert browser.value(SORTED) == [None, "descending", None, None, None]
    points = (
        "[...document.querySelectorAll('.grid tbody tr')].map((row) => row.cells[%d].innerText)"
    )
    assert browser.value(points % 1) == ["9", "5", "5", "0"]
    browser.press(" ")
    assert browser.value(points % 1) == ["0", "5", "5", "9"]
    for _ in range(3):
        browser.press("Tab")
    browser.press("Enter")
    assert browser.value(points % 4) == ["✓ 3", "✓ 3", "✗ 0", "–"]
    assert browser.complaints == []


@needs_chromium
def test_a_mark_leads_to_its_answer(browser: Browser, tmp_path: Path):
    """A link into a closed section opens it and goes there."""
    browser.open(_page(tmp_path, _class()), width=1280)
    assert browser.value("document.querySelectorAll('details[open]').length") == 0
    browser.value("document.querySelectorAll('.grid tbody tr')[0].cells[2].firstChild.focus()")
    browser.press("Enter")
    time.sleep(0.3)
    where = "document.querySelector(':target').getBoundingClientRect()"
    assert browser.value(f"{where}.height") > 40
    assert 0 <= browser.value(f"{where}.top") < 900
    shown = "document.querySelector(':target').textContent"
    assert "A thousand numbers are added" in browser.value(shown)


@needs_chromium
def test_paper_has_what_is_folded(browser: Browser, tmp_path: Path):
    """Printing opens every section."""
    browser.open(_page(tmp_path, _class()), width=1280)
    browser.value("window.dispatchEvent(new Event('beforeprint')) && 1")
    assert browser.value("document.querySelectorAll('details:not([open])').length") == 0
    assert browser.complaints == []


@needs_chromium
def test_a_closed_section_opens_in_every_browser(browser: Browser, tmp_path: Path):
    """Also where the browser leaves that to the page."""
    browser.open(_page(tmp_path, _class()), width=1280)
    # Without a navigation Chromium itself opens nothing.
    browser.value("history.replaceState(null, '', '#l3-1')")
    assert browser.value("document.querySelectorAll('details[open]').length") == 0
    browser.value("dispatchEvent(new Event('hashchange'))")
    assert browser.value("document.querySelector('details[open]').id") == "l3"
    assert browser.value("document.getElementById('l3-1').getBoundingClientRect().top") < 900


@needs_chromium
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_overflows(browser: Browser, tmp_path: Path, width: int, dark: bool):
    """With everything unfolded the page is as wide as the window, and the console is silent."""
    drills = [*DRILLS, *several(12)[3:]]  # a table wider than either window
    more = marks_of([("žofie", verdicts()["stub"]._replace(drill=d.slug)) for d in drills[3:]],
                    drills=drills)  # fmt: skip
    marks = replace(_class(), answers=(*_class().answers, *more.answers))
    file = tmp_path / "class.html"
    write_html(marks, drills, file)
    browser.open(file, width=width, dark=dark)
    browser.value("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert browser.value("document.documentElement.scrollWidth") <= browser.value(
        "document.documentElement.clientWidth"
    )
    beyond = (
        "[...document.querySelectorAll('body *')].filter((each) =>"
        " !each.parentElement.closest('.scroll') &&"
        " each.getBoundingClientRect().right > innerWidth).length"
    )
    assert browser.value(beyond) == 0
    ground = browser.value("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(20, 23, 28)" if dark else "rgb(255, 255, 255)")
    assert browser.complaints == []


@needs_chromium
def test_a_script_in_an_answer_does_not_run(browser: Browser, tmp_path: Path):
    """Not even one that got into the page past the escaping: the policy stops it."""
    evil = "<img src=x onerror=\"document.title='gone'\"><script>document.title='gone'</script>"
    first, *rest = verdicts()["hostile"].checks
    verdict = verdicts()["hostile"]._replace(
        checks=(first._replace(message=evil), *rest), drill=DRILLS[0].slug
    )
    file = _page(tmp_path, marks_of([(evil, verdict)], drills=DRILLS))
    browser.open(file, width=1280)
    assert browser.value("document.querySelectorAll('img').length") == 0
    assert browser.value("document.title") == "Marks of a class"
    assert browser.complaints == []
    file.write_text(file.read_text(encoding="utf-8").replace("</main>", f"{evil}</main>"))
    browser.open(file, width=1280)
    assert browser.value("document.querySelectorAll('img').length") == 1
    assert browser.value("document.title") == "Marks of a class"
    assert len(browser.complaints) >= 2
    browser.complaints.clear()


@needs_chromium
def test_a_large_class_opens_within_a_second(browser: Browser, tmp_path: Path):
    """A hundred learners and ten drills: under 2 MB, shown and sorted in no time."""
    drills = several(10)
    answers = ("right", "raises", "right", "forgets_nothing", "hostile", "stub", "right")
    given = [
        (f"learner_{n:03}", verdicts()[answers[(n + m) % 7]]._replace(drill=asked.slug))
        for n in range(100)
        for m, asked in enumerate(drills)
    ]
    file = tmp_path / "class.html"
    write_html(marks_of(given, drills=drills), drills, file)
    assert file.stat().st_size < 2_000_000
    browser.open(file, width=1280)
    assert len(browser.value(ROWS)) == 100
    opened_at = browser.seconds
    assert 0 < opened_at < 1
    browser.value("document.querySelectorAll('.grid th button')[1].click()")
    assert browser.value("document.body.offsetHeight") > 0
    assert browser.value(SORTED)[1] == "descending"
    assert browser.seconds - opened_at < 0.5
