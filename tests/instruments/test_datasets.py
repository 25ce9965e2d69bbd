"""The data is hostile where it should be, and always the same."""

from __future__ import annotations

import sqlite3

from runner.instruments.datasets import HOSTILE_NAMES, names


def test_hostile_names_hold_what_breaks_careless_code() -> None:
    """Every kind of trouble is there once, and all are different strings."""
    everything = "".join(HOSTILE_NAMES)
    for trouble in "'\"%_\\\n?:;,\t🍵ש茶":
        assert trouble in everything
    assert "" in HOSTILE_NAMES
    assert any(name.startswith("0") for name in HOSTILE_NAMES)
    assert len(set(HOSTILE_NAMES)) == len(HOSTILE_NAMES)


def test_hostile_names_survive_a_database() -> None:
    """A database that is used right keeps each of them as it is."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (name TEXT UNIQUE)")
    connection.executemany("INSERT INTO t VALUES (?)", [(name,) for name in HOSTILE_NAMES])
    assert [name for (name,) in connection.execute("SELECT name FROM t")] == list(HOSTILE_NAMES)
    connection.close()


def test_names_are_distinct_and_always_the_same() -> None:
    """Any number, no doubles, one order for one seed; fewer are a prefix of more."""
    many = names(10_000)
    assert len(set(many)) == 10_000
    assert names(50) == many[:50]
    assert names(50) != names(50, seed=2)
    assert names(0) == []
    assert all(name.isascii() for name in many)
