"""How values of a call are shown to the learner."""

from pathlib import Path

import pytest

from runner.answer import show


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
