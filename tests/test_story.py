"""What the views tell of a check: folded statements, brackets, lanes, plans in words, a diagram."""

import pytest
from click import unstyle

from runner.api import figures
from runner.model import CheckResult, Statement
from runner.render.plan_words import in_words
from runner.render.schema import differences, mermaid
from runner.render.story import budget_in_words, events, sent_by_check, sql_lines
from runner.render.tables import data_view, schema_view
from runner.render.trace import chart_view, plan_view, sql_view, timeline_view
from runner.seen import (
    Budget,
    Changes,
    Column,
    Index,
    PlanSeen,
    PlanStep,
    RowChange,
    Step,
    Table,
)


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
    """Between BEGIN and COMMIT all stands inside; ROLLBACK TO leaves its savepoint open."""
    words = ["BEGIN", "INSERT INTO t VALUES (1)", "SAVEPOINT s", "DELETE FROM t", "ROLLBACK TO s"]
    lines = sql_lines(_check(*map(_sent, [*words, "UPDATE t SET x = 2", "COMMIT"])))
    assert [(line.bracket, line.depth) for line in lines] == [
        ("opens", 0), ("", 1), ("opens", 1), ("", 2), ("returns", 1), ("", 2), ("closes", 0),
    ]  # fmt: skip


def test_savepoints_inside_one_end_with_it():
    """RELEASE and ROLLBACK TO name one: those that were set after it are gone."""
    words = ["BEGIN", "SAVEPOINT a", "SAVEPOINT b", "SAVEPOINT c"]
    ends = ["ROLLBACK TO SAVEPOINT b", "RELEASE a", "SELECT 1"]
    lines = sql_lines(_check(*map(_sent, [*words, *ends])))
    assert [(line.bracket, line.depth) for line in lines[4:]] == [
        ("returns", 2), ("closes", 1), ("", 1),
    ]  # fmt: skip


def test_control_is_never_folded():
    """Two RELEASEs end two savepoints."""
    words = ["SAVEPOINT a", "SAVEPOINT a", "RELEASE a", "RELEASE a"]
    lines = sql_lines(_check(*map(_sent, words)))
    assert [(line.times, line.depth) for line in lines] == [(1, 0), (1, 1), (1, 1), (1, 0)]


def test_a_transaction_left_open_is_shown():
    """It may be what somebody looks for, also where nothing came after it."""
    lines = sql_lines(_check(_sent("SELECT 1"), _sent("BEGIN")))
    assert [line.sql for line in lines] == ["SELECT 1", "BEGIN"]


@pytest.mark.parametrize("words", [["PRAGMA journal_mode = WAL"], ["BEGIN IMMEDIATE", "COMMIT"]])
def test_what_the_answer_sent_is_told_even_if_it_is_little(words: list[str]):
    """Nobody is told that his code has sent nothing when it has."""
    check = _check(*map(_sent, words), _sent("UPDATE t SET x = 2", line=""))
    assert [line.sql for line in sql_lines(check)] == words
    assert sent_by_check(check) == ""


def test_values_that_differ_are_left_open():
    """One of several is not shown as if it were all of them."""
    (line,) = sql_lines(
        _check(_sent("DELETE FROM t WHERE a = 3"), _sent("DELETE FROM t WHERE a = 4"))
    )
    assert (line.times, line.sql) == (2, "DELETE FROM t WHERE a = ?")


def test_what_the_check_sent_itself_is_left_out():
    """Statements without a line of the answer, empty transactions and pragmas say nothing."""
    own = _sent("SELECT 1")
    others = [
        _sent(sql, line="") for sql in ("BEGIN", "COMMIT", "PRAGMA foreign_keys=ON", "SELECT 2")
    ]
    assert [line.sql for line in sql_lines(_check(*others, own, *others))] == ["SELECT 1"]


def test_what_the_check_sent_around_the_answer_is_shown():
    """A context manager sends nothing itself: then the check's statements tell the story."""
    around = _check(_sent("PRAGMA foreign_keys=ON", line=""), _sent("UPDATE t SET x = 2", line=""))
    assert [line.sql for line in sql_lines(around)] == ["UPDATE t SET x = 2"]
    assert "the check sent this" in sent_by_check(around).lower()
    assert sent_by_check(_check(_sent("SELECT 1"))) == ""
    assert sent_by_check(_check()) == ""


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
            Column("editor id", "INTEGER", False, False, "authors.id"),
        ),
        (),
        0,
    )
    text = mermaid([authors, books])
    assert "INTEGER id PK" in text
    assert "INTEGER author_id FK" in text
    assert "authors ||--o{ books : author_id" in text
    assert "authors |o--o{ books : editor_id" in text  # Mermaid takes no spaces


def test_a_flush_is_marked_where_it_begins():
    """Once, with its cause; like statements of two flushes are not folded into one."""
    insert = "INSERT INTO t VALUES (1)"
    first = Statement(insert, line="a.py:1", flush="flush 1")
    second = Statement(insert, line="a.py:1", flush="flush 2, by commit")
    lines = sql_lines(_check(first, first, second, _sent("SELECT 1")))
    assert [(line.times, line.flush) for line in lines] == [
        (2, "flush 1"), (1, "flush 2, by commit"), (1, ""),
    ]  # fmt: skip
    assert "· flush 2, by commit" in "\n".join(map(unstyle, sql_view(_check(first, second), 80)))


def test_a_budget_says_who_sent_too_much():
    """The limit, the count, the lines that sent most; who kept to it is only counted."""
    over = Budget(2, 1_011, "for 1,000 tasks", (("a.py:9", 1_010), ("a.py:7", 1)))
    assert budget_in_words(over) == (
        "2 statements allowed for 1,000 tasks, 1,011 sent, 1,009 too many: "
        "a.py:9 sent 1,010, a.py:7 sent 1"
    )
    assert budget_in_words(Budget(1, 1, "", (("a.py:9", 1),))) == "1 statement allowed, 1 sent"
    check = CheckResult("name", "Title", 1, "failed", budgets=(over,))
    assert "Budget: 2 statements allowed" in unstyle("\n".join(sql_view(check, 80)))


def test_kinds_of_failure_are_named():
    """Of statements, and of what a check had a session do."""
    victim = Statement("UPDATE t SET x = 1", line="a.py:1", error="DeadlockDetected: deadlock")
    assert "deadlock's victim" in sql_lines(_check(victim))[0].note
    steps = (
        Step("A", "COMMIT", 0.0, 0.1, "SerializationFailure: could not serialize", failed=True),
        Step("B", "COMMIT", 1.0, 0.1, ""),
    )
    told, silent = events(_check(steps=steps))
    assert "serialization failure" in told.note
    assert silent.note == ""
    assert "a serialization failure" in "\n".join(timeline_view(_check(steps=steps), 80))


def test_workers_are_lanes():
    """Each with its call and what it came to, in the order of their names."""
    steps = tuple(
        Step(f"worker {n}", "its work", float(10 - n), 2.0, f"returned {n}") for n in (1, 0)
    )
    sent = _sent("SELECT 1", session="worker 1", at=9.5)
    check = _check(sent, steps=steps)
    assert [(e.session, e.outcome) for e in events(check)] == [
        ("worker 1", "returned 1"), ("worker 1", "1 row"), ("worker 0", "returned 0"),
    ]  # fmt: skip
    assert "From the left: worker 0, worker 1" in unstyle(timeline_view(check, 80)[0])


def _books(*columns: Column, indexes: tuple[Index, ...] = ()) -> Table:
    return Table("books", (Column("id", "INTEGER", True, True), *columns), (), 0, indexes)


def test_a_schema_is_compared_with_the_references():
    """Tables, columns, types, keys and indexes: what is missing, additional, other."""
    unique = Index(("isbn",), unique=True)
    expected = [
        _books(
            Column("author_id", "INTEGER", True, False, "authors.id"),
            Column("isbn", "TEXT", True, False),
            indexes=(unique,),
        ),
        Table("authors", (), (), 0),
    ]
    own = [
        _books(
            Column("isbn", "text", False, False),
            Column("note", "TEXT", False, False),
            indexes=(Index(("note",), unique=False),),
        ),
        Table("more", (), (), 0),
    ]
    assert [(each.kind, each.words) for each in differences(own, expected)] == [
        ("missing", "column books.author_id, INTEGER, not null, → authors.id"),
        ("other", "column books.isbn is text; the reference has TEXT, not null"),
        ("additional", "column books.note, TEXT"),
        ("missing", "unique index on (isbn) of books"),
        ("additional", "index on (note) of books"),
        ("missing", "table authors"),
        ("additional", "table more"),
    ]
    check = CheckResult("name", "Title", 1, "failed", tables=tuple(own))
    shown = unstyle("\n".join(schema_view(check, expected, 80, "sqlite")))
    assert "note  TEXT  additional" in shown
    assert "more  additional" in shown
    assert "missing: table authors" in shown


def test_the_same_schema_is_said_to_be_the_same():
    """Whatever the case of the types, and the order of the columns."""
    a = Column("a", "VARCHAR(5)", True, False)
    b = Column("b", "TEXT", True, False)
    own = _books(b, Column("a", "varchar(5)", True, False))
    assert differences([own], [_books(a, b)]) == []
    check = CheckResult("name", "Title", 1, "failed", tables=(own,))
    assert "The same as the reference's" in schema_view(check, [_books(a, b)], 80, "sqlite")[-1]
    assert "no schema to compare with" in schema_view(check, None, 80, "sqlite")[-1]
    assert "in files" in schema_view(check, None, 80, "files")[0]


def test_changed_rows_stand_first_with_words():
    """Added, changed with what was before, removed; then rows that are as they were."""
    changes = Changes(
        1, 1, 1,
        (
            RowChange("added", ("4", "Dee")),
            RowChange("changed", ("1", "Anna"), ("1", "Ann")),
            RowChange("removed", ("2", "Bob")),
        ),
    )  # fmt: skip
    columns = (Column("id", "INTEGER", True, True), Column("name", "TEXT", True, False))
    rows = (("1", "Anna"), ("3", "Cy"), ("4", "Dee"))
    table = Table("authors", columns, rows, 12, changes=changes)
    check = CheckResult("name", "Title", 1, "failed", tables=(table,))
    lines = list(map(unstyle, data_view(check, 80)))
    assert lines[1] == "authors  12 rows; 1 added, 1 changed, 1 removed in this check"
    assert [line.split() for line in lines[4:]] == [
        ["+", "4", "Dee", "added"],
        ["~", "1", "Ann", "→", "Anna", "changed"],
        ["-", "2", "Bob", "removed"],
        ["3", "Cy"],
        ["…", "and", "9", "more"],
    ]


def test_wide_values_leave_room_for_all_columns():
    """Of a table that is too wide, the widest columns lose their ends; none is hidden."""
    names = ("id", "title", "body", "note", "state")
    columns = tuple(Column(name, "TEXT", required=True, key=name == "id") for name in names)
    row = ("1", "t" * 30, "b" * 30, "n" * 30, "open")
    changes = Changes(1, 0, 0, (RowChange("added", row),))
    table = Table("posts", columns, (row,), 1, changes=changes)
    check = CheckResult("name", "Title", 1, "failed", tables=(table,))
    lines = list(map(unstyle, data_view(check, 80)))
    assert "state" in lines[2]
    assert "open  added" in lines[4]
    assert all(f"{letter * 15}…" in lines[4] for letter in "tbn")
    assert max(map(len, lines)) <= 80


def test_figures_are_bars():
    """With their title; without any it is said."""
    chart = figures({"copy": 2, "rows": 1}, "rows/s", title="Loading")
    lines = chart_view(CheckResult("name", "Title", 1, "passed", charts=(chart,)), 60)
    assert unstyle(lines[0]) == "Loading"
    assert [line.count("█") for line in lines[1:]] == [20, 10]
    assert "no figures" in chart_view(_check(), 60)[0]
