"""`drills new`."""

import json

import pytest

from tests.commands.conftest import Call, Learner, Program

FILES = ["README.md", "checks.py", "drill.toml", "exercise.py", "solution.py"]


def test_verify_calls_the_skeleton_incomplete_file_by_file(
    call: Call, program: Program, learner: Learner
):
    """Every file of a new drill is there, and named by verify until it is filled."""
    result = call("new", "basics/03_new_one")
    assert result.exit_code == 0
    folder = learner.catalog.root / "basics/03_new_one"
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, "right", "wrong"])
    found = json.loads(program("verify", "03_new_one", "--json").stdout)
    problems = found["drills"][0]["problems"]
    for name in [*FILES, "right/", "wrong/"]:
        assert any(problem.startswith(name) for problem in problems), (name, problems)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("basics/1_x", "TRACK/NN_slug"),
        ("basics/03_Capital", "TRACK/NN_slug"),
        ("03_alone", "TRACK/NN_slug"),
        ("nowhere/03_x", "track.toml"),
        ("basics/01_sum", "there is a drill 01_sum already"),
        ("deep/01_sum", "there is a drill 01_sum already"),
    ],
)
def test_refuses(call: Call, learner: Learner, place: str, says: str):
    """A wrong name, an unknown track and a name that is taken are wrong usage; nothing is made."""
    before = sorted(learner.catalog.root.rglob("*"))
    result = call("new", place)
    assert result.exit_code == 2
    assert says in result.stderr
    assert sorted(learner.catalog.root.rglob("*")) == before
