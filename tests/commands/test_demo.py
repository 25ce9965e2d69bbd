"""`drills demo`."""

from pathlib import Path

from tests.commands.conftest import Call, Learner


def test_runs_the_reference(call: Call):
    """What the reference prints is shown."""
    assert call("demo", "01_sum").stdout == "2 + 3 = 5\n"


def test_runs_a_reference_of_several_files(call: Call):
    """A folder runs through its __main__.py."""
    assert call("demo", "greeting").stdout == "It says hello.\n"


def test_leaves_nothing_behind(call: Call, learner: Learner, tmp_path: Path):
    """What a demo writes into the current folder is not the learner's."""
    solution = learner.drill().file("solution")
    solution.write_text("open('left.txt', 'w').close()\nprint('written')\n")
    before = sorted(tmp_path.rglob("*"))
    assert call("demo", "01_sum").stdout == "written\n"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_demo_that_fails_is_named(call: Call, learner: Learner):
    """A reference that ends with an error gives exit code 3."""
    learner.drill().file("solution").write_text("print('so far')\nraise SystemExit(5)\n")
    result = call("demo", "01_sum")
    assert result.exit_code == 3
    assert result.stdout == "so far\n"
    assert "ended with exit code 5" in result.stderr
