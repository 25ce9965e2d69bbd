"""What the views tell of a check: folded statements, brackets, lanes, plans in words, a diagram."""

from runner.model import CheckResult, Statement
from runner.render.plan_words import in_words
from runner.render.schema import mermaid
from runner.render.story import events, sql_lines
from runner.render.trace import plan_view, timeline_view
from runner.seen import Column, PlanSeen, PlanStep, Step, Table


def _check(*statements: Statement, steps: tuple[Step, ...] = ()) -> CheckResult:
    return CheckResult("name", "Title", 1, "failed", sql=statements, steps=steps)


def _sent(sql: str, *, line: str = "a.py:7", at: float = 0.0, session: str = "1") -> Statement:
    return Statement(sql, rows=1, ms=1.0, line=line, at=at, session=session)


def test_repeats_are_folded_and_named():
    """Like queries from one line become one line that asks whether this is N+1."""
    loop = [_sent(f"SELECT * FROM books WHERE author_id = {n}", line="a.py:9") for n in range(10)]
    (first, again) = sql_lines(_check(_sent("SELECT * FROM authors"), *loop))
    assert (first.times, first.note) == (1, "")
    assert again.times == 10
    assert again.ms == 10.0
    assert "10 times from one line: N+1" in again.note


def test_writes_in_a_row_are_no_n_plus_one():
    """Only queries are: ten inserts are folded without a word."""
    (line,) = sql_lines(_check(*[_sent(f"INSERT INTO t VALUES ({n})") for n in range(10)]))
    assert (line.times, line.note) == (10, "")


def test_transactions_and_savepoints_are_brackets():
    """What happens between BEGIN and COMMIT stands inside; ROLLBACK TO closes one level only."""
    words = ["BEGIN", "INSERT INTO t VALUES (1)", "SAVEPOINT s", "DELETE FROM t", "ROLLBACK TO s"]
    lines = sql_lines(_check(*map(_sent, [*words, "UPDATE t SET x = 2", "COMMIT"])))
    assert [(line.bracket, line.depth) for line in lines] == [
        ("opens", 0), ("", 1), ("opens", 1), ("", 2), ("closes", 1), ("", 1), ("closes", 0),
    ]  # fmt: skip


def test_what_the_check_sent_itself_is_left_out():
    """Statements without a line of the answer, empty transactions and pragmas say nothing."""
    own = _sent("SELECT 1")
    others = [
        _sent(sql, line="") for sql in ("BEGIN", "COMMIT", "PRAGMA foreign_keys=ON", "SELECT 2")
    ]
    assert [line.sql for line in sql_lines(_check(*others, own, *others))] == ["SELECT 1"]


def test_one_session_has_no_timeline():
    """A timeline needs two."""
    assert events(_check(_sent("BEGIN"), _sent("SELECT 1"), _sent("COMMIT"))) == []


def test_sessions_meet_on_one_axis():
    """Steps and statements stand in order of time, with waits, outcomes and open transactions."""
    steps = (
        Step("A", "BEGIN", 0.0, 0.1, ""),
        Step("A", "UPDATE t SET x = 1", 1.0, 0.1, "1 row"),
        Step("B", "its work", 2.0, 30.0, "Timeout: too late", waited_for="A", failed=True),
        Step("A", "COMMIT", 20.0, 0.1, ""),
    )
    inside = _sent("UPDATE t SET x = 2", at=3.0, session="session B")
    happened = events(_check(inside, steps=steps))
    assert [(event.session, event.text) for event in happened] == [
        ("A", "BEGIN"),
        ("A", "UPDATE t SET x = 1"),
        ("B", "its work"),
        ("B", "UPDATE t SET x = 2"),
        ("A", "COMMIT"),
    ]
    assert [event.in_transaction for event in happened if event.session == "A"] == [
        True, True, False,
    ]  # fmt: skip
    shown = "\n".join(timeline_view(_check(inside, steps=steps), 80))
    assert "waited 30 ms for a lock of A" in shown
    assert "Timeout: too late" in shown


def test_lines_fit():
    """A timeline of long statements is cut to the width."""
    long = "SELECT " + ", ".join(f"column_{n}" for n in range(50))
    steps = tuple(Step(name, long, 1.0, 5.0, long) for name in ("A", "B", "a long name"))
    from click import unstyle

    lines = map(unstyle, timeline_view(_check(steps=steps), 80))
    assert max(map(len, lines)) <= 80


def test_plans_are_told_in_words():
    """The steps that cost most are named for who has never read a plan, on both databases."""
    words = {
        "Seq Scan on books Filter: x": "reads every row of books",
        "SCAN books": "reads every row of books",
        "SEARCH books USING INDEX ix_a (a=?)": "finds rows of books by ix_a",
        "SEARCH books USING INTEGER PRIMARY KEY (rowid=?)": "finds rows of books by their key",
        "Index Scan using ix_a on books": "finds rows of books by ix_a",
        "USE TEMP B-TREE FOR ORDER BY": "puts the rows in order",
        "Sort Sort Key: a": "puts the rows in order",
        "Something new": "",
    }
    assert {text: in_words(PlanStep(0, text)) for text in words} == words


def test_a_plan_shows_rows_and_cost():
    """PostgreSQL's figures stand beside the step."""
    plan = PlanSeen("SELECT 1", (PlanStep(0, "Seq Scan on t", 120, 33.4),), ("t",), sorts=False)
    check = CheckResult("name", "Title", 1, "failed", plans=(plan,))
    assert any("about 120 rows, cost 33" in line for line in plan_view(check, 80))


def test_the_diagram_names_keys_and_references():
    """Tables with keys, and an edge for each foreign key."""
    authors = Table("authors", (Column("id", "INTEGER", True, True),), (), 0)
    books = Table(
        "books",
        (
            Column("id", "INTEGER", True, True),
            Column("author_id", "INTEGER", True, False, "authors.id"),
            Column("editor_id", "INTEGER", False, False, "authors.id"),
        ),
        (),
        0,
    )
    text = mermaid([authors, books])
    assert "INTEGER id PK" in text
    assert "INTEGER author_id FK" in text
    assert "authors ||--o{ books : author_id" in text
    assert "authors |o--o{ books : editor_id" in text
