"""The five checks of `tests/hostile/course/shop/01_stock`, as check50 takes them."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import check50  # pyright: ignore[reportMissingImports]
import check50.py  # pyright: ignore[reportMissingImports]

SEEDED = [("Tea", 250, 3), ("O'Neill's", 1999, 40), ("äpfel 🍎", 5, 0)]
STORE = Path("store.db")


def answer() -> Any:
    """The answer, and a fresh database beside it."""
    with contextlib.closing(sqlite3.connect(STORE)) as conn, conn:
        conn.execute(
            "CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
            " cents INTEGER NOT NULL, stock INTEGER NOT NULL)"
        )
        conn.executemany("INSERT INTO products (name, cents, stock) VALUES (?, ?, ?)", SEEDED)
    return check50.py.import_("exercise.py")


def rows(query: str) -> list[Any]:
    """What another connection sees."""
    with contextlib.closing(sqlite3.connect(STORE)) as conn:
        return conn.execute(query).fetchall()


def expect(got: object, expected: object) -> None:
    """Fail unless both are the same."""
    if got != expected:
        raise check50.Failure(f"got {got!r}, expected {expected!r}")


@check50.check()
def added_products_are_saved() -> None:
    """Another connection sees the new product when the call returns"""
    product = answer().add(STORE, "Robert'); --", 700, 7)
    got = rows(f"SELECT name, cents, stock FROM products WHERE id = {product}")
    expect(got, [("Robert'); --", 700, 7)])


@check50.check()
def names_come_in_order() -> None:
    """All names come back in order"""
    expect(answer().names(STORE), ["O'Neill's", "Tea", "äpfel 🍎"])


@check50.check()
def value_is_summed() -> None:
    """The value of the whole stock is the sum over all products"""
    loaded = answer()
    expect(loaded.value(STORE), 80_710)
    with contextlib.closing(sqlite3.connect(STORE)) as conn, conn:
        conn.execute("DELETE FROM products")
    expect(loaded.value(STORE), 0)


@check50.check()
def taking_lowers_the_stock() -> None:
    """Taking products lowers the stock of that product alone"""
    answer().take(STORE, "Tea", 2)
    expect([stock for (stock,) in rows("SELECT stock FROM products ORDER BY id")], [1, 40, 0])


@check50.check()
def taking_too_much_is_refused() -> None:
    """Taking more than there is raises ValueError and changes nothing"""
    loaded = answer()
    with contextlib.suppress(ValueError):
        loaded.take(STORE, "Tea", 4)
        raise check50.Failure("nothing was raised")
    loaded.take(STORE, "Tea", 3)
    expect(rows("SELECT stock FROM products WHERE name = 'Tea'"), [(0,)])
