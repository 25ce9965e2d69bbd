"""`drills open`."""

import pytest

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
