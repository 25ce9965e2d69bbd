"""`drills open`."""

import os
import signal
import subprocess
import sys
import time

import pytest

from runner.catalog import REPOSITORY
from tests.commands.conftest import Call, Learner


def test_opens_brief_and_answer(call: Call, learner: Learner, monkeypatch: pytest.MonkeyPatch):
    """The editor gets both; the answer is made from the stub."""
    seen = learner.workspace.root.parent / "seen"
    monkeypatch.setenv("VISUAL", f'sh -c \'printf "%s\\n" "$0" "$@" > {seen}\'')
    result = call("open", "01_sum")
    assert result.exit_code == 0, result.stderr
    drill = learner.drill()
    answer = learner.workspace.answer_path(drill)
    assert seen.read_text().split() == [str(drill.path / "README.md"), str(answer)]
    assert answer.read_text() == drill.file("exercise").read_text()


def test_without_an_editor_it_says_what_to_set(call: Call, monkeypatch: pytest.MonkeyPatch):
    """Exit code 3 and an example."""
    for variable in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PATH", "")
    result = call("open", "01_sum")
    assert result.exit_code == 3
    assert "export EDITOR=nano" in result.stderr


@pytest.mark.parametrize("editor", ["/no/such/editor", "false"])
def test_an_editor_that_fails_is_named(call: Call, monkeypatch: pytest.MonkeyPatch, editor: str):
    """No traceback."""
    monkeypatch.setenv("VISUAL", editor)
    result = call("open", "01_sum")
    assert result.exit_code == 3
    assert editor in result.stderr


def test_an_unclosed_quote_is_named(call: Call, monkeypatch: pytest.MonkeyPatch):
    """The variable, its value and what to set instead; the file that was made is told."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "vi '")
    result = call("open", "01_sum")
    assert result.exit_code == 3
    assert "EDITOR is no command (no closing quotation): vi '" in result.stderr
    assert "export EDITOR=nano" in result.stderr
    assert "from the stub" in result.stdout


@pytest.mark.parametrize(
    ("on_ctrl_c", "exit_code"),
    [("sleep 0.6; echo saved > saved; exit 0", 0), ("trap - INT; kill -INT $$", 0), ("exit 4", 3)],
    ids=["saves", "dies of it", "fails"],
)
def test_ctrl_c_is_for_the_editor(learner: Learner, on_ctrl_c: str, exit_code: int):
    """It gets the time that it takes to save; a terminal sends the signal to both."""
    folder = learner.workspace.root.parent
    script = folder / "editor"
    script.write_text(f"trap '{on_ctrl_c}' INT\necho > ready\nwhile :; do sleep 0.05; done\n")
    with subprocess.Popen(
        [sys.executable, "-m", "runner.cli", "open", "01_sum"],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY), "VISUAL": f"sh {script}"},
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            deadline = time.monotonic() + 15
            while not (folder / "ready").exists():
                assert time.monotonic() < deadline
                time.sleep(0.02)
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(15) == exit_code
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    assert (folder / "saved").exists() is ("saved" in on_ctrl_c)
