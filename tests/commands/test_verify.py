"""`drills verify`, as a command; what it proves is tested elsewhere."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.commands.conftest import Learner, Program


def test_a_sound_drill(program: Program):
    """A sound drill is one line, and exit code 0."""
    result = program("verify", "01_sum")
    assert result.returncode == 0, result.stdout
    assert "✓ basics/01_sum  4 answers" in result.stdout
    assert "1 drill, 4 answers: all sound." in result.stdout
    assert result.stderr == ""


def test_every_problem_is_reported(program: Program, learner: Learner, tmp_path: Path):
    """An unsound drill shows expected and observed, in text, JSON and JUnit, and exits with 1."""
    learner.drill().file("solution").write_text("def total(path, numbers):\n    return 0\n")
    report = tmp_path / "junit.xml"
    result = program("verify", "01_sum", "--junit", str(report), "--jobs", "1")
    assert result.returncode == 1
    assert "solution.py" in result.stdout
    assert "expected  passes" in result.stdout
    assert "1 not sound" in result.stdout
    assert int(ET.parse(report).getroot()[0].get("failures", 0)) >= 1
    found = json.loads(program("verify", "01_sum", "--json").stdout)
    assert found["sound"] is False
    assert found["drills"][0]["drill"] == "basics/01_sum"


def test_a_broken_drill_toml_stops_no_other(program: Program, learner: Learner):
    """All that is broken is reported, beside what is sound; also folders that are no drill."""
    track = learner.drill().path.parent
    for name, toml in {"02_broken": "difficulty =", "03_none": None}.items():
        (track / name).mkdir()
        (track / name / "checks.py").touch()
        if toml is not None:
            (track / name / "drill.toml").write_text(toml)
    result = program("verify")
    assert result.returncode == 1
    said = result.stdout
    assert "✓ basics/01_sum  4 answers" in said
    assert "is not valid TOML" in said
    assert "✗ basics/03_none" in said
    assert "drill.toml is missing" in said
    assert "✗ basics/02_broken  0 answers" in said
    alone = program("verify", "01_sum")
    assert alone.returncode == 0, alone.stderr
