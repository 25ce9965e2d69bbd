"""`drills reset`."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from runner.catalog import REPOSITORY
from tests.commands.conftest import Call, Learner


def test_keeps_the_old_answer(call: Call, learner: Learner):
    """The stub is back, and the old answer lies beside it under a name that is shown."""
    path = learner.answer("mine = 1\n")
    shown = call("reset", "01_sum").stdout
    assert path.read_text() == learner.drill().file("exercise").read_text()
    kept = Path(shown.split("kept: ")[1].strip())
    assert kept.read_text() == "mine = 1\n"


def test_has_nothing_to_keep(call: Call):
    """Resetting a stub keeps nothing."""
    assert json.loads(call("reset", "01_sum", "--json").stdout)["kept"] is None
    assert "nothing to keep" in call("reset", "01_sum").stdout


def test_where_the_stub_cannot_be_written_the_answer_stays(learner: Learner):
    """On a full disk (here: a process that may write no long file) nothing is moved or left."""
    path = learner.answer("mine = 1\n")
    shown = subprocess.run(
        [sys.executable, "-m", "runner.cli", "reset", "01_sum"],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert shown.returncode == 3, shown.stderr
    assert "cannot write" in shown.stderr
    assert [each.name for each in path.parent.iterdir()] == ["01_sum.py"]
    assert path.read_text() == "mine = 1\n"
