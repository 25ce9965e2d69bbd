"""The README is run, not trusted."""

import os
import re
import subprocess
from pathlib import Path

from runner.catalog import REPOSITORY
from runner.group import HELPS

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_first_command_prints_what_is_shown(tmp_path: Path) -> None:
    """Each shown line of the first run occurs in the real output, in this order."""
    command = re.findall(r"^\$ .*(drills run \S+)$", README, re.M)[0].split()
    ran = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"DRILLS_WORK": str(tmp_path / "work"), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    (shown,) = re.findall(r"```text\n(.*?)```", README, re.S)
    rest = ran.stdout.splitlines()
    for line in shown.splitlines():
        if line != "…":
            assert line in rest, f"not printed (any more): {line}\n{ran.stdout}"
            rest = rest[rest.index(line) + 1 :]


def test_every_command_is_in_the_readme() -> None:
    """A command that the README does not name is not finished."""
    assert [name for name in HELPS if f"`drills {name}" not in README] == []


def test_every_linked_file_exists() -> None:
    """Links within the repository lead somewhere."""
    for page in (REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md")):
        links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == []
