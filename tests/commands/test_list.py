"""`drills list`."""

import json

from tests.commands.conftest import Call, Learner


def test_shows_tracks_in_order_with_their_drills(call: Call):
    """Tracks and drills come in learning order, with level and database."""
    lines = call("list").stdout.splitlines()
    assert lines[0].startswith("basics · Basics")
    assert lines[0].endswith("0 of 2 done")
    assert [line.split() for line in lines[1:3]] == [
        ["01_sum", "level", "1", "sqlite"],
        ["02_sum_again", "level", "1", "sqlite"],
    ]
    assert lines[4].startswith("deep · Deep")


def test_shows_every_state(call: Call, learner: Learner):
    """Not started, started, done and done-but-changed are told apart."""

    def states() -> list[str]:
        tracks = json.loads(call("list", "--json").stdout)["tracks"]
        return [drill["state"] for track in tracks for drill in track["drills"]]

    assert states() == ["not started", "not started", "not started"]
    learner.answer(name="01_sum")
    learner.tried("01_sum", passed=True)
    learner.tried("02_sum_again")
    assert states() == ["done", "started", "not started"]
    learner.answer("changed = True", name="01_sum")
    assert states() == ["changed", "started", "not started"]
    shown = call("list").stdout
    assert "~ 01_sum" in shown
    assert "done, changed since" in shown
    assert "1 of 2 done" in shown


def test_shows_one_track(call: Call):
    """With a track, only that one is shown."""
    shown = call("list", "deep").stdout
    assert "01_greeting" in shown
    assert "01_sum" not in shown


def test_unknown_track_is_wrong_usage(call: Call):
    """An unknown track gets the ones there are, and exit code 2."""
    result = call("list", "depe")
    assert result.exit_code == 2
    assert "deep" in result.stderr


def test_lines_fit_80_columns(call: Call, learner: Learner):
    """No line is wider than the terminal."""
    learner.tried("02_sum_again", passed=True)
    learner.answer("changed = True", name="02_sum_again")
    assert max(map(len, call("list").stdout.splitlines())) <= 80
