"""`drills reset`."""

import json
from pathlib import Path

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
