"""How values of a call are shown to the learner."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from runner.execution.answer import calls_of, load, show


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Path("/dev/shm/x/store.db"), "Path('…/store.db')"),
        ("sqlite:////dev/shm/x/store.db", "'sqlite:////…store.db'"),
        ("postgresql+psycopg2://role:secret@127.0.0.1:5432/x", "'postgresql+psycopg2://…'"),
        ("postgresql is a server", "'postgresql is a server'"),
        (object(), "<object>"),
        (None, "None"),
    ],
)
def test_values_are_short_and_keep_no_secret(value: object, shown: str):
    """Neither folders of ours nor passwords."""
    assert show(value) == shown


def test_a_repr_that_raises_is_no_trouble():
    """The learner's own class may have one."""

    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    assert "Broken" in show(Broken())


def test_rows_and_objects_inside_others_show_no_address():
    """A row says what is in it; of an object without a repr the type is enough."""
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.row_factory = sqlite3.Row
        rows = conn.execute("SELECT 1 AS id, 'Tea' AS name").fetchall()
        assert show(rows) == "[<Row id=1, name='Tea'>]"
        assert show({"conn": [conn, object()]}) == "{'conn': [<Connection>, <object>]}"


def test_a_call_that_raised_says_what_and_where(tmp_path: Path):
    """Also where the check expects an exception, and swallows this one."""
    path = tmp_path / "exercise.py"
    path.write_text(
        "def f(n):\n    return {[n]: 1}\n\n\ndef g():\n    raise NotImplementedError\n\n\n"
        "class Mute(Exception):\n    def __str__(self):\n        raise ValueError\n\n\n"
        "def h():\n    raise Mute\n"
    )
    answer: Any = load(path)
    with pytest.raises(answer.Mute):
        answer.h()
    assert calls_of(answer) == ["h() raised Mute in line 15"]
    for call in (lambda: answer.f(1), lambda: answer.g(), lambda: answer.f()):
        with suppress(Exception):
            call()
    first, second, third = calls_of(answer)
    assert first.startswith("f(1) raised TypeError in line 2: ")
    assert second == "g() raised NotImplementedError in line 6"
    assert third.startswith("f() raised TypeError: ")
    assert third.endswith("required positional argument: 'n'")
