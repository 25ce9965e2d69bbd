"""`drills completion`, and what the shells then ask for."""

import pytest

from tests.commands.conftest import Program


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_prints_a_script(program: Program, shell: str):
    """Each shell gets its own, which asks `drills` itself."""
    ran = program("completion", shell)
    assert ran.returncode == 0, ran.stderr
    assert f"_DRILLS_COMPLETE={shell}_complete" in ran.stdout


def _completed(program: Program, words: str, place: int, **more: str) -> list[str]:
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(place)}
    ran = program(_DRILLS_COMPLETE="bash_complete", **asked, **more)
    assert ran.returncode == 0, ran.stderr
    return [line.partition(",")[2] for line in ran.stdout.split()]


def test_commands_and_drills_are_completed(program: Program):
    """Commands first, then names of drills, then options; nonsense gives nothing."""
    assert _completed(program, "drills sh", 1) == ["show"]
    assert _completed(program, "drills run 01", 2) == ["01_sum", "01_greeting"]
    assert "--solution" in _completed(program, "drills run --s", 2)
    assert _completed(program, "drills nonsense 01", 2) == []
    assert _completed(program, "drills run 01", 2, DRILLS_COURSE="/nowhere") == []
