from typing import Any

import pytest

from runner.api import Database

SEEDED = [("Tea", 250, 3), ("O'Neill's", 1999, 40), ("äpfel 🍎", 5, 0)]
NAMES_IN_ORDER = ["O'Neill's", "Tea", "äpfel 🍎"]


def seed(database: Database) -> None:
    """Three products."""
    with database.observer() as conn:
        conn.execute(
            "CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
            " cents INTEGER NOT NULL, stock INTEGER NOT NULL)"
        )
        conn.executemany("INSERT INTO products (name, cents, stock) VALUES (?, ?, ?)", SEEDED)


def _stock(database: Database, name: str) -> list[tuple[Any, ...]]:
    return database.rows("SELECT stock FROM products WHERE name = ?", name)


@pytest.mark.task(1)
def test_added_products_are_saved(answer: Any, database: Database) -> None:
    """Another connection sees the new product when the call returns."""
    product = answer.add(database.path, "Robert'); --", 700, 7)
    got = database.rows("SELECT name, cents, stock FROM products WHERE id = ?", product)
    expected = [("Robert'); --", 700, 7)]
    assert got == expected, f"a second connection sees {got!r}: what is added is saved"


@pytest.mark.task(1)
def test_names_come_in_order(answer: Any, database: Database) -> None:
    """All names come back in order."""
    got = answer.names(database.path)
    assert got == NAMES_IN_ORDER, f"the names came back as {got!r}: all of them, in order"
    assert len(got) == len(SEEDED), f"{len(got)} names came back: every product has one"


@pytest.mark.task(2)
def test_value_is_summed(answer: Any, database: Database) -> None:
    """The value of the whole stock is the sum over all products."""
    got = answer.value(database.path)
    assert got == 80_710, f"the stock is worth {got!r}: cents times stock, summed"
    with database.observer() as conn:
        conn.execute("DELETE FROM products")
    got = answer.value(database.path)
    assert got == 0, f"an empty shop is worth {got!r}: the sum of nothing is 0"


@pytest.mark.task(3)
def test_taking_lowers_the_stock(answer: Any, database: Database) -> None:
    """Taking products lowers the stock of that product alone."""
    answer.take(database.path, "Tea", 2)
    got = database.rows("SELECT name, stock FROM products ORDER BY id")
    expected = [("Tea", 1), ("O'Neill's", 40), ("äpfel 🍎", 0)]
    assert got == expected, f"after taking 2 of Tea there are {got!r}: only what is taken goes"


@pytest.mark.task(3)
def test_taking_too_much_is_refused(answer: Any, database: Database) -> None:
    """Taking more than there is raises ValueError and changes nothing."""
    with pytest.raises(ValueError, match=r"\S"):
        answer.take(database.path, "Tea", 4)
    got = _stock(database, "Tea")
    assert got == [(3,)], f"after a refusal there are {got!r} of Tea: a refusal changes nothing"
    answer.take(database.path, "Tea", 3)
    got = _stock(database, "Tea")
    assert got == [(0,)], f"after taking all 3 there are {got!r} of Tea: all may be taken"
