"""How verdicts, checks, statements and differences read."""

from pathlib import Path

import pytest
from click import unstyle

from runner.model import CheckResult, CheckStatus, Statement, Verdict
from runner.render.console import Marks
from runner.render.evidence import evidence, own_line
from runner.render.layout import labelled, wrapped
from runner.render.sentences import sentences
from runner.render.statements import tail_lines
from runner.render.terminal import report
from runner.words import cut_inside


def _check(
    name: str = "it_works",
    status: CheckStatus = "failed",
    *,
    title: str = "It works",
    detail: str = "",
    line: str = "",
    sql: tuple[Statement, ...] = (),
    task: int | None = 1,
) -> CheckResult:
    return CheckResult(
        name, title, task, status, detail=detail, line=line, sql=sql, sql_count=len(sql)
    )


def _sentences(*checks: CheckResult) -> str:
    return unstyle(sentences(checks, marks=Marks(), width=60))


def test_a_check_on_two_databases_is_one_sentence():
    """Passed on both it is one line; failed on one of them the line says on which."""
    sqlite = _check("works[sqlite]", "passed", title="It works (SQLite)")
    postgres = _check("works[postgres]", "passed", title="It works (PostgreSQL)")
    assert _sentences(sqlite, postgres) == "  ✓ It works"
    failed = _check("works[postgres]", "failed", title="It works (PostgreSQL)")
    assert _sentences(sqlite, failed) == "  ✗ It works (not on PostgreSQL)"
    both = _check("works[sqlite]", "failed", title="It works (SQLite)")
    assert _sentences(both, failed) == "  ✗ It works"


def test_the_cases_of_a_parametrized_check_keep_its_sentence():
    """They are one line, which says what the check says."""
    cases = [_check(f"works[{n}]", "passed" if n else "failed") for n in range(3)]
    assert _sentences(*cases) == "  ✗ It works"


def test_tasks_are_headings_where_there_are_several():
    """One task needs no heading; two have theirs."""
    one, two = _check("a", "passed", task=1), _check("b", "not_run", task=2)
    assert "Task" not in _sentences(one)
    assert _sentences(one, two) == "Task 1\n  ✓ It works\nTask 2\n  – It works"


@pytest.mark.parametrize(
    ("status", "word"),
    [("timeout", "took too long"), ("crash", "crashed"), ("output", "printed too much")],
)
def test_every_death_has_its_word(status: CheckStatus, word: str):
    """What is not simply wrong is named beside the sentence."""
    assert _sentences(_check("a", status)) == f"  ✗ It works ({word})"


def test_long_titles_hang_under_their_first_letter():
    """The second line of a sentence starts where the first one's text does."""
    lines = _sentences(_check(title="word " * 20)).splitlines()
    assert [line[:6] for line in lines] == ["  ✗ wo", "    wo"]


def test_got_and_expected_come_from_the_comparison():
    """What pytest compared is shown as got and expected, without pytest's advice."""
    check = _check(
        detail="assert [1, 2] == [1, 3]\n  \n  At index 1 diff: 2 != 3\n  Use -v to get more diff"
    )
    assert dict(evidence(check)) == {
        "got": ["[1, 2]"],
        "expected": ["[1, 3]"],
        "seen": ["item 1: got 2, expected 3"],
    }


def test_two_texts_that_were_cut_to_the_same_are_not_shown():
    """They say nothing; what differs comes below, in plain words."""
    detail = "assert {'a':...'z': 3} == {'a':...'z': 3}\n  Differing items:\n  {'m': 1} != {'m': 2}"
    assert dict(evidence(_check(detail=detail))) == {
        "seen": ["these differ (got != expected):", "{'m': 1} != {'m': 2}"]
    }


@pytest.mark.parametrize("compared", ["21 > 21", "76.125 < 16", "not 'raised TypeError'"])
def test_what_the_message_has_said_is_not_said_in_code(compared: str):
    """Two numbers without their names help nobody."""
    assert list(evidence(_check(detail=f"assert {compared}"))) == []


def test_an_ambiguous_comparison_is_left_as_it_is():
    """Where `==` occurs twice nobody can tell got from expected."""
    check = _check(detail="assert 'a == b' == 'c'")
    assert list(evidence(check)) == [("seen", ["'a == b' == 'c'"])]


def test_the_way_through_the_answer_is_shown_without_its_last_line():
    """The line that raised is shown already; repeats are counted."""
    line = "answer.py:9: raise ValueError"
    detail = f"answer.py:2: again()\nanswer.py:2: again()\n{line}"
    check = _check(status="error", detail=detail, line=line)
    assert list(evidence(check)) == [("by way of", ["answer.py:2: again()  (2 times)"])]


def test_a_line_without_its_text_gets_it_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A check that timed out knows only the number; the text is in the answer."""
    monkeypatch.chdir(tmp_path)
    answer = tmp_path / "mine.py"
    answer.write_text("first\n    while True: pass\n")
    assert own_line("mine.py:2", answer) == ["mine.py:2", "  while True: pass"]
    assert own_line("mine.py:9", answer) == ["mine.py:9"]


def test_repeated_statements_are_folded():
    """The same statement in a loop is one line with its count; others' statements are left out."""
    insert = Statement("INSERT INTO t\n VALUES (?)", rows=1, line="a.py:3")
    sql = (Statement("BEGIN"), *[insert] * 7, Statement("COMMIT", line="a.py:4"))
    assert [unstyle(line) for line in tail_lines(_check(sql=sql), 80)] == [
        "8 statements of your code:",
        "7× INSERT INTO t VALUES (?)  7 rows in all, line 3",
        "COMMIT  line 4",
    ]


def test_a_refused_statement_says_why():
    """It is marked, and not folded with those that were done."""
    done = Statement("INSERT INTO t VALUES (1)", line="a.py:3")
    refused = done._replace(error="IntegrityError: UNIQUE constraint failed: t.x")
    assert [unstyle(line) for line in tail_lines(_check(sql=(done, refused)), 80)] == [
        "2 statements of your code:",
        "INSERT INTO t VALUES (1)  line 3",
        "INSERT INTO t VALUES (1)  line 3",
        "  → IntegrityError: UNIQUE constraint failed: t.x",
    ]


def test_an_answer_that_sent_nothing_has_no_statements():
    """What only the check sent says nothing about the answer."""
    assert tail_lines(_check(sql=(Statement("CREATE TABLE t (x)"),)), 80) == []


def test_the_count_is_of_all_that_was_sent():
    """Where only the last statements were kept, the number is not that of what is left."""
    check = _check(sql=(Statement("SELECT 1", line="a.py:1"),) * 2)._replace(sql_count=2_000)
    assert tail_lines(check, 80)[0] == "2,000 statements in all, the last ones of your code:"


def test_nothing_is_wider_than_asked():
    """Statements are cut to the width, and labelled text is wrapped to it."""
    long = Statement("SELECT " + "x, " * 100, rows=3, line="exercise.py:3")
    assert max(len(unstyle(line)) for line in tail_lines(_check(sql=(long,)), 80)) <= 80 - 12
    text = unstyle(labelled("called", ["f(" + "1, " * 100 + ") returned 3"], 80))
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("message", ["", "it cannot be imported"])
def test_what_the_answer_printed_is_shown(message: str):
    """Before its checks and in the failing one, each by its name, and cut to what can be read."""
    check = _check()._replace(output="in the check\n")
    verdict = Verdict("a/b", "b.py", "failed", (check,), message, output=f"first\n{'x' * 900}\n")
    lines = unstyle(report(verdict, marks=Marks(), width=60)).splitlines()
    assert f"  {'printed  ' if message else 'at import'} first" in lines
    assert ("  printed   in the check" in lines) == (not message)
    assert len(lines) < 25


def test_paths_and_links_are_not_broken():
    """A link longer than the line stays whole, so that it can be opened."""
    link = "https://www.sqlite.org/" + "very-long-" * 10
    assert link in wrapped(f"See {link} for more.", 60)


def test_what_is_too_long_loses_its_middle():
    """The outcome at the end of a call is what matters."""
    text = cut_inside("f(" + "x" * 500 + ") returned 3", 100)
    assert len(text) <= 100
    assert text.endswith("returned 3")


def test_pytests_own_steps_and_addresses_are_left_out():
    """What the message says in words is not said again in pytest's."""
    where = "\n +  where False = isinstance(None, <class 'E'>)\n +    and 1 = len([2])"
    assert list(evidence(_check(detail=f"assert False{where}"))) == []
    assert list(evidence(_check(detail=f"assert not 3{where}"))) == []
    detail = "assert not [<sqlite3.Connection object at 0x7faedd421e40>]\n  Omitting 2 identical "
    assert dict(evidence(_check(detail=f"{detail}items, use -vv to show{where}"))) == {
        "seen": [
            "not [<sqlite3.Connection object>]",
            "  Omitting 2 identical items",
        ]
    }
