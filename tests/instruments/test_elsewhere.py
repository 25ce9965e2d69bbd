"""A program in a process of its own: it has the answer, and another encoding if asked to."""

from pathlib import Path
from types import ModuleType

import pytest

from runner.instruments.elsewhere import OTHER_ENCODING, elsewhere


@pytest.fixture
def exercise(tmp_path: Path) -> ModuleType:
    """An answer that knows in which encoding it would open a file."""
    module = ModuleType("exercise")
    module.__file__ = str(tmp_path / "exercise.py")
    text = "import locale\n\ndef encoding():\n    return locale.getpreferredencoding(False)\n"
    (tmp_path / "exercise.py").write_text(text, encoding="utf-8")
    return module


def test_it_imports_the_answer_and_what_the_check_can(exercise: ModuleType) -> None:
    """With arguments and variables; nothing is compiled beside the answer."""
    program = (
        "import os, sys, exercise, pytest\n"
        "print(exercise.encoding.__name__, sys.argv[1], os.environ['TEA'])"
    )
    ran = elsewhere(exercise, program, Path("a path"), TEA="green", PYTHONUTF8="1")
    assert (ran.output, ran.error) == ("encoding a path green\n", "")
    assert not (Path(str(exercise.__file__)).parent / "__pycache__").exists()


def test_it_can_have_another_encoding(exercise: ModuleType) -> None:
    """Python does not choose UTF-8 there by itself."""
    ran = elsewhere(exercise, "import exercise; print(exercise.encoding())", **OTHER_ENCODING)
    assert ran.output.strip() in {"ANSI_X3.4-1968", "US-ASCII", "646"}
    assert elsewhere(exercise, "print('\\u8336')", **OTHER_ENCODING).error.startswith(
        "UnicodeEncodeError: 'ascii' codec"
    )


@pytest.mark.parametrize(
    ("program", "error"),
    [("1 / 0", "ZeroDivisionError: division by zero"), ("raise SystemExit(3)", "exit code 3")],
)
def test_a_failure_is_told_in_a_line(exercise: ModuleType, program: str, error: str) -> None:
    """Its last line, or its exit code."""
    assert elsewhere(exercise, program).error == error
