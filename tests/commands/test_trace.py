"""`drills trace`."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.conftest import Call, Learner, Program

WRONG = '''
import sqlite3
from contextlib import closing


def total(path, numbers):
    """Add one by one, and forget the last number."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS numbers (id INTEGER PRIMARY KEY, n INTEGER)")
        connection.executemany("INSERT INTO numbers (n) VALUES (?)", [(n,) for n in numbers])
        connection.commit()
        got = 0
        for n in numbers[:-1]:
            got += connection.execute(f"SELECT n FROM numbers WHERE n = {n}").fetchone()[0]
        return got
'''


@pytest.fixture
def ran(learner: Learner, program: Program) -> None:
    """A run that failed."""
    learner.answer(WRONG)
    assert program("run", "01_sum").returncode == 1


def test_shows_the_first_failing_check(ran: None, call: Call):
    """SQL with the learner's lines, and what stands in the database after the failure."""
    shown = call("trace", "01_sum").stdout
    assert "SQL · Two numbers are added" in shown
    assert "CREATE TABLE IF NOT EXISTS numbers" in shown
    assert "01_sum.py:9" in shown
    assert "SCAN numbers" in shown
    assert "reads every row of numbers" in shown
    assert "numbers  2 rows" in shown


def test_another_check_is_named(ran: None, call: Call):
    """`--check` takes a part of a name; repeats are folded."""
    shown = call("trace", "01_sum", "--check", "many", "--sql").stdout
    assert "A thousand numbers are added" in shown
    assert "N+1?" in shown
    unknown = call("trace", "01_sum", "--check", "nonsense")
    assert unknown.exit_code == 2
    assert "adds_many_numbers" in unknown.stderr


def test_single_views(ran: None, call: Call):
    """Each view can be asked for alone."""
    schema = call("trace", "01_sum", "--schema").stdout
    assert "INTEGER, primary key" in schema
    assert "SQL ·" not in schema
    assert "additional: table numbers" in schema
    assert "the table was made in this check" in call("trace", "01_sum", "--data").stdout
    assert "a timeline needs two" in call("trace", "01_sum", "--timeline").stdout
    assert call("trace", "01_sum", "--mermaid").stdout.startswith("erDiagram\n")


def test_as_json(ran: None, call: Call):
    """The verdict with everything that the views show."""
    data = json.loads(call("trace", "01_sum", "--json").stdout)
    assert data["started_at"]
    assert data["checks"][0]["tables"][0]["name"] == "numbers"
    assert data["schema"]["check"] == data["checks"][0]["name"]
    assert data["schema"]["differences"] == [
        {"kind": "additional", "table": "numbers", "column": "", "words": "table numbers"}
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--json", "--html", "page.html"], "--json takes no --html"),
        (["--json", "--mermaid"], "--json takes no --mermaid"),
        (["--html", "page.html", "--mermaid"], "--html takes no --mermaid"),
        (["--json", "--check", "many"], "--json takes no --check"),
        (["--html", "page.html", "--check", "many"], "--html takes no --check"),
        (["--html", "page.html", "--sql"], "--html takes no --sql"),
        (["--mermaid", "--data"], "--mermaid takes no --data"),
    ],
)
def test_what_would_be_left_out_is_refused(call: Call, options: list[str], said: str):
    """Two shapes, or a part of one that has none."""
    refused = call("trace", "01_sum", *options)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert not Path("page.html").exists()


def test_a_diagram_is_of_the_check_that_is_named(ran: None, call: Call):
    """`--mermaid` and `--check` go together, as views do."""
    shown = call("trace", "01_sum", "--mermaid", "--check", "two")
    assert shown.stdout.startswith("erDiagram\n"), shown.stderr
    assert call("trace", "01_sum", "--sql", "--data", "--check", "two").exit_code == 0


SEEDED = """
def seed(database):
    with database.observer() as connection:
        connection.execute("CREATE TABLE sums (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)")
        connection.execute("CREATE UNIQUE INDEX ix_n ON sums (n)")
        connection.execute("INSERT INTO sums VALUES (1, 10), (2, 20), (3, 30)")
"""
SPOILS = """
import sqlite3
from contextlib import closing


def total(path, numbers):
    with closing(sqlite3.connect(path, autocommit=True)) as connection:
        connection.execute("UPDATE sums SET n = 11 WHERE id = 1")
        connection.execute("DELETE FROM sums WHERE id = 2")
        connection.execute("INSERT INTO sums VALUES (4, 40)")
        connection.execute("DROP INDEX ix_n")
    return 7
"""


def test_what_the_check_did_to_a_seeded_database(
    learner: Learner, program: Program, call: Call, tmp_path: Path
):
    """Rows against the template, the schema against the reference's; in the terminal and a page."""
    checks = learner.drill().checks
    checks.write_text(checks.read_text() + SEEDED)
    learner.answer(SPOILS)
    assert program("run", "01_sum").returncode == 1
    data = call("trace", "01_sum", "--data").stdout
    assert "sums  3 rows; 1 added, 1 changed, 1 removed in this check" in data
    assert re.search(r"~ 1 +10 → 11 +changed", data)
    assert re.search(r"- 2 +20 +removed", data)
    shown = call("trace", "01_sum", "--schema").stdout
    assert "missing: unique index on (n) of sums" in shown
    assert "what it had not come to yet is missing, too" in " ".join(shown.split())
    page = tmp_path / "page.html"
    call("trace", "01_sum", "--html", page)
    text = page.read_text()
    assert "<s>10</s> 11" in text
    assert "- removed" in text
    assert '<strong class="missing">missing</strong>: unique index on (n) of sums' in text
    assert "what it had not come to yet is missing, too" in text


def test_a_reference_that_fails_is_nothing_to_compare_with(ran: None, learner: Learner, call: Call):
    """The schema is shown all the same."""
    learner.drill().file("solution").write_text("def total(path, numbers):\n    return 7\n")
    shown = call("trace", "01_sum", "--schema").stdout
    assert "INTEGER, primary key" in shown
    assert "There is no schema to compare with." in shown


def test_without_a_run_it_says_what_to_type(call: Call):
    """There is nothing to look at before the first run."""
    result = call("trace", "01_sum")
    assert result.exit_code == 2
    assert "`drills run 01_sum` makes a new one" in result.stderr


def test_a_broken_trace_is_told(ran: None, call: Call, learner: Learner):
    """A file that cannot be read gets one line, and no traceback."""
    (learner.workspace.root / ".traces/basics/01_sum.json").write_text("{")
    result = call("trace", "01_sum")
    assert result.exit_code == 3
    assert "cannot read" in result.stderr


def test_the_last_run_may_be_of_a_single_check(ran: None, call: Call, program: Program):
    """It is no attempt, and yet what one wants to look at; another's answer is not."""
    program("run", "01_sum", "--check", "many")
    data = json.loads(call("trace", "01_sum", "--json").stdout)
    assert [check["name"] for check in data["checks"]] == ["adds_many_numbers"]
    assert "A thousand numbers are added" in call("trace", "01_sum").stdout
    program("run", "01_sum", "--solution")
    assert json.loads(call("trace", "01_sum", "--json").stdout) == data


def test_the_page_stands_alone(ran: None, call: Call, tmp_path: Path):
    """One file without a link to anything, what came from the answer escaped."""
    page = tmp_path / "page.html"
    assert str(page) in call("trace", "01_sum", "--html", page).stdout
    text = page.read_text()
    assert "SELECT" in text
    assert "<script" not in text
    assert "http" not in text.replace("https://mermaid.js.org", "")


def test_a_page_that_cannot_be_written_is_told(ran: None, call: Call, tmp_path: Path):
    """One line, not a traceback."""
    result = call("trace", "01_sum", "--html", tmp_path / "no/such/folder.html")
    assert result.exit_code == 2
    assert "cannot write" in result.stderr


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs chromium")
@pytest.mark.parametrize("width", [400, 1280])
def test_a_browser_shows_the_page(ran: None, call: Call, tmp_path: Path, width: int):
    """Chromium renders it without widening the page, however narrow the window."""
    page = tmp_path / "page.html"
    call("trace", "01_sum", "--html", page)
    probe = "<script>document.title = document.documentElement.scrollWidth</script></body>"
    page.write_text(page.read_text().replace("</body>", probe))
    shown = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking", "--disable-component-update",
         f"--user-data-dir={tmp_path / 'browser'}", f"--window-size={width},900", "--dump-dom",
         page.as_uri()],
        capture_output=True, text=True, timeout=60, check=True,
    ).stdout  # fmt: skip
    assert "Two numbers are added" in shown
    assert int(shown.partition("<title>")[2].partition("<")[0]) <= max(width, 500)
