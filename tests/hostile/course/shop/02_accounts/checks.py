from typing import Any

import pytest

from runner.api import Database

SEEDED = [(1, 1000), (2, 30), (3, 0)]


def seed(database: Database) -> None:
    """Three accounts."""
    with database.observer() as conn, conn.cursor() as cursor:
        cursor.execute("CREATE TABLE accounts (id int PRIMARY KEY, cents int NOT NULL)")
        cursor.executemany("INSERT INTO accounts VALUES (%s, %s)", SEEDED)


def _accounts(database: Database) -> list[tuple[Any, ...]]:
    return database.rows("SELECT id, cents FROM accounts ORDER BY id")


@pytest.mark.task(1)
def test_transfer_moves_the_money(answer: Any, database: Database) -> None:
    """What leaves one account arrives in the other."""
    answer.transfer(database.dsn, 1, 3, 250)
    got = _accounts(database)
    expected = [(1, 750), (2, 30), (3, 250)]
    assert got == expected, f"after moving 250 from 1 to 3: {got!r}: nothing is lost or made"


@pytest.mark.task(1)
def test_transfer_refuses_an_overdraft(answer: Any, database: Database) -> None:
    """Who has too little keeps it, and so does everyone else."""
    with pytest.raises(ValueError, match=r"\S"):
        answer.transfer(database.dsn, 2, 1, 31)
    got = _accounts(database)
    assert got == SEEDED, f"after a refusal: {got!r}: a refusal moves nothing"
    answer.transfer(database.dsn, 2, 1, 30)
    got = _accounts(database)
    assert got == [(1, 1030), (2, 0), (3, 0)], f"after moving all of 30: {got!r}: all may go"


@pytest.mark.task(2)
def test_total_is_summed(answer: Any, database: Database) -> None:
    """The total is the sum over all accounts."""
    got = answer.total(database.dsn)
    assert got == 1030, f"all own {got!r} together: the sum of all accounts"
    with database.observer() as conn, conn.cursor() as cursor:
        cursor.execute("DELETE FROM accounts")
    got = answer.total(database.dsn)
    assert got == 0, f"nobody owns {got!r}: the sum of nothing is 0"
