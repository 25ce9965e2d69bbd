"""`drills show`."""

import json
import os
import pty
import re
import subprocess
import sys

from runner.catalog import REPOSITORY
from runner.course.anatomy import problems
from tests.commands.conftest import Call, Learner


def test_a_pipe_gets_the_markdown(call: Call):
    """Without a terminal the brief is its Markdown."""
    assert call("show", "greeting").stdout == "# A greeting\n\n## Task 1\n\nSay **hello**.\n"


def test_json_has_the_brief_and_what_the_drill_says(call: Call):
    """--json gives the brief with title, level and needs."""
    shown = json.loads(call("show", "02_sum_again", "--json").stdout)
    assert shown["version"] == 1
    assert shown["title"] == "Sums again"
    assert shown["needs"] == ["01_sum"]
    assert shown["brief"].startswith("# Sums in SQL")


def test_a_drill_without_brief_says_so(call: Call, learner: Learner):
    """A missing README is one clear line, and exit code 3."""
    (learner.drill("greeting").path / "README.md").unlink()
    result = call("show", "greeting")
    assert result.exit_code == 3
    assert "01_greeting has no brief" in result.stderr


def test_a_brief_in_another_encoding_is_told(call: Call, learner: Learner):
    """One clear line, and the command that it names tells of it as well."""
    drill = learner.drill("greeting")
    (drill.path / "README.md").write_bytes(b"# Gr\xfc\xdfe\n\n## Task 1\n")
    result = call("show", "greeting")
    assert result.exit_code == 3
    assert "01_greeting has no brief that can be read: it is not in UTF-8" in result.stderr
    assert "README.md is not in UTF-8" in list(problems(drill, {}))


def _on_a_terminal(*arguments: str, **environment: str) -> str:
    terminal, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "runner.cli", *arguments],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            piece = b""
        if not piece:
            break
        shown += piece
    os.close(terminal)
    assert child.wait() == 0, shown
    return shown.decode()


def test_a_terminal_gets_it_rendered(learner: Learner):
    """On a terminal the Markdown signs are gone, and colours come unless NO_COLOR says no."""
    assert learner
    plain = _on_a_terminal("show", "01_sum", NO_COLOR="1")
    assert "## Task" not in plain
    assert "Task 1" in plain
    colour = re.compile(r"\x1b\[[\d;]*3\dm")
    assert not colour.search(plain)
    assert colour.search(_on_a_terminal("show", "01_sum", NO_COLOR=""))
