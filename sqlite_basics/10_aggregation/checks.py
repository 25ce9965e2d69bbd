import itertools
import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import pytest

from runner.api import Database, SqlLog, assert_same_rows, datasets

SCHEMA = """
CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE products (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, price_cents INTEGER, quantity INTEGER NOT NULL,
    category_id INTEGER REFERENCES categories (id)
);
"""

Category = tuple[int, str]
# id, name, price_cents, quantity, category_id
Product = tuple[int, str, int | None, int, int | None]

CATEGORIES: list[Category] = [(1, "Tea"), (2, "Coffee"), (3, "Honey"), (4, "Soon"), (9, "Tea")]
PRODUCTS: list[Product] = [
    (11, "Sencha", 900, 4, 1),
    (12, "Earl Grey", 450, 9, 1),
    (13, "Assam", 450, 1, 1),  # as cheap as Earl Grey
    (14, "Aaa", None, 3, 1),  # without a price
    (15, "Espresso", 1, 3, 2),
    (16, "Lungo", 2, 1, 2),
    (17, "Next year's", None, 5, 4),
    (18, "Voucher", 2500, 2, None),  # in no category
    (19, "", 0, 7, 9),
    (20, "O'Brien's 🍵", 3, 0, 9),
]


def seed(database: Database) -> None:
    """The tables, without rows."""
    with database.observer() as conn:
        conn.executescript(SCHEMA)


# ---- task 1: count and sum -------------------------------------------------------------------


@pytest.mark.task(1)
def test_an_empty_category_counts_0(answer: Any, database: Database) -> None:
    """Every category is there, an empty one with 0 products, and a price is no condition."""
    stats = stats_of(answer, database)
    assert [entry.category for entry in stats] == [name for _, name in CATEGORIES], (
        "one entry for each category was asked for, ordered by the category's id, also for the one "
        "without products, and for two of the same name"
    )
    got = [entry.products for entry in stats]
    assert got[2] == 0, (
        f"the empty category has products={got[2]!r}: a LEFT JOIN makes one row of it, in which "
        "everything about the product is NULL"
    )
    assert got == [4, 2, 0, 1, 2], "each product counts, also one without a price"


@pytest.mark.task(1)
def test_a_sum_of_nothing_is_0(answer: Any, database: Database) -> None:
    """Units and value are whole numbers, also where there is nothing to add up."""
    stats = stats_of(answer, database)
    got = [(entry.units, entry.value_cents) for entry in stats]
    assert None not in got[2], (
        f"the empty category has units={got[2][0]!r} and value_cents={got[2][1]!r}: "
        "the SUM of no rows is NULL, and here it means 0"
    )
    assert got[3][1] is not None, (
        "the category whose only product has no price has the value None: "
        "the SUM of nothing but NULL is NULL, and here it means 0"
    )
    assert_same_rows(
        got,
        [(17, 8100), (4, 5), (0, 0), (5, 0), (7, 0)],
        "pieces in stock, and price times quantity, of each category",
        ordered=True,
    )


@pytest.mark.task(1)
def test_one_select_sums_up_all(answer: Any, database: Database, sql: SqlLog) -> None:
    """However many products there are, one SELECT is sent and one row per category comes back."""
    rng = random.Random(5)
    names = datasets.names(500)
    fill(database, CATEGORIES, [(n, x, n, 1, rng.choice([1, 2])) for n, x in enumerate(names)])
    with opened(database) as conn:
        with sql.at_most(1, "for 500 products in 5 categories"):
            got = answer.category_stats(conn)
        assert len(got or []) == 5, (
            f"category_stats() returned {got!r:.60} for 5 categories: each has one entry, also "
            "one without products"
        )
        assert conn.fetched <= 5, (
            f"{conn.fetched} rows were fetched for 5 categories: the database can add up where the "
            "rows are, and send only the sums"
        )


# ---- task 2: the average ---------------------------------------------------------------------


@pytest.mark.task(2)
def test_an_average_is_exact(answer: Any, database: Database) -> None:
    """avg_cents ignores products without a price, keeps its fraction, and may be unknown."""
    got = [entry.avg_cents for entry in stats_of(answer, database)]
    assert got[2:4] == [None, None], (
        f"two categories without any price have the averages {got[2]!r} and {got[3]!r}: "
        "without a price there is no average, so it is None"
    )
    assert got[0] != 450, (
        "the prices 900, 450, 450 and “none” have the average 450 here: "
        "a price that is not known is not a price of 0"
    )
    assert got[1] != 1, (
        "the prices 1 and 2 have the average 1 here: in SQL, dividing a whole number by a whole "
        "number drops the fraction"
    )
    assert got == [600.0, 1.5, None, None, 1.5], (
        "the average is over the products that have a price, one like the other, and not rounded"
    )
    others = {type(value).__name__ for value in got if value is not None} - {"float"}
    assert not others, f"an average is of type {others.pop()}: it is a float, also if it is whole"
    thirds: list[Product] = [(n, f"tea {n}", price, 1, 1) for n, price in enumerate((1, 1, 2))]
    (third,) = stats_of(answer, database, thirds, CATEGORIES[:1])
    assert third.avg_cents == 4 / 3, (
        f"the prices 1, 1 and 2 have the average {third.avg_cents!r} here: it is not rounded, also "
        "where its digits do not end"
    )


# ---- task 3: the cheapest product ------------------------------------------------------------


@pytest.mark.task(3)
def test_the_cheapest_has_a_name(answer: Any, database: Database) -> None:
    """cheapest names the product with the lowest price, the first by name where several have it."""
    for reverse in (False, True):
        products = PRODUCTS if not reverse else [(30 - row[0], *row[1:]) for row in PRODUCTS]
        got = [entry.cheapest for entry in stats_of(answer, database, products)]
        assert got[0] != "Aaa", (
            "the cheapest tea is Aaa, which has no price: a price that is not known is not the "
            "lowest, although NULL sorts before every number"
        )
        assert got[0] == "Assam", (
            f"the cheapest tea is {got[0]!r} where Assam and Earl Grey both cost 450: "
            "which of several equal rows a query takes is chance, unless it is told"
        )
        assert got == ["Assam", "Espresso", None, None, ""], (
            "the product with the lowest price of each category, and None where there is no price"
        )


@pytest.mark.task(3)
def test_stats_are_right_in_any_store(answer: Any, database: Database) -> None:
    """In 60 stores of random products the figures are those that Python reckons."""
    for number, (categories, products) in enumerate(random_stores(60)):
        stats = stats_of(answer, database, products, categories)
        expected: list[tuple[Any, ...]] = []
        for category_id, name in categories:
            own = [row for row in products if row[4] == category_id]
            priced = [(row[2], row[1]) for row in own if row[2] is not None]
            prices = [price for price, _ in priced]
            expected.append(
                (
                    name,
                    len(own),
                    sum(row[3] for row in own),
                    sum((row[2] or 0) * row[3] for row in own),
                    sum(prices) / len(prices) if prices else None,
                    min(priced)[1] if priced else None,
                )
            )
        got = [
            (s.category, s.products, s.units, s.value_cents, s.avg_cents, s.cheapest) for s in stats
        ]
        assert_same_rows(
            got,
            expected,
            f"store {number}: (category, products, units, value_cents, avg_cents, cheapest)",
            ordered=True,
        )


# ---- tasks 4 and 5: the histogram ------------------------------------------------------------


@pytest.mark.task(4)
def test_prices_fall_into_buckets(answer: Any, database: Database, sql: SqlLog) -> None:
    """Each price is counted in its bucket, by one SELECT; no price is counted nowhere."""
    fill(database)
    for width, expected in (
        (500, {0: 6, 500: 1, 2500: 1}),
        (450, {0: 4, 450: 2, 900: 1, 2250: 1}),
        (2500, {0: 7, 2500: 1}),
        (10_000, {0: 8}),
    ):
        with opened(database) as conn:
            with sql.at_most(1, "for a histogram"):
                got = pairs(answer.price_histogram(conn, width))
            assert conn.fetched <= 2500 // width + 1, (
                f"{conn.fetched} rows were fetched for a histogram of {2500 // width + 1} buckets: "
                "the database can count where the rows are"
            )
        assert all(type(start) is int for start, _ in got), (
            f"a bucket starts at {next(s for s, _ in got if type(s) is not int)!r}: each start is "
            "a whole number of cents, and a product without a price belongs into no bucket"
        )
        filled = {start: count for start, count in got if count}
        assert filled == expected, (
            f"with bucket_cents={width} the prices 0, 1, 2, 3, 450, 450, 900 and 2500 were counted "
            f"as {filled}: a price that is the start of a bucket belongs into it"
        )
        assert [start for start, _ in got] == sorted(start for start, _ in got), (
            "the buckets come in the order of their prices"
        )


@pytest.mark.task(4)
def test_a_bucket_needs_a_width(answer: Any, database: Database) -> None:
    """A bucket_cents below 1 raises ValueError, and a store without prices has no buckets."""
    with opened(database) as conn:
        assert answer.price_histogram(conn, 500) == [], "a store without products: no buckets"
        conn.rollback()
        fill(database, products=[PRODUCTS[3], PRODUCTS[6]])
        got = answer.price_histogram(conn, 500)
        assert got == [], "two products without a price: no buckets"
        conn.rollback()
        fill(database)
        conn.set_progress_handler(stop_after(1_000), 1_000)  # buckets of width 0 have no end
        for width in (0, -500):
            try:
                answer.price_histogram(conn, width)
            except ValueError:
                continue
            except sqlite3.OperationalError as error:
                raise AssertionError(
                    f"bucket_cents={width} led to a query that had not ended after a million "
                    "steps: a width below 1 is a ValueError before any query"
                ) from error
            raise AssertionError(
                f"bucket_cents={width} raised no ValueError: no price fits into such a bucket"
            )


@pytest.mark.task(5)
def test_empty_buckets_are_there(answer: Any, database: Database) -> None:
    """Every bucket from 0 to the highest price is listed, also those that count 0."""
    fill(database)
    with opened(database) as conn:
        for width in (500, 450, 2500, 2501, 13):
            got = pairs(answer.price_histogram(conn, width))
            starts = [start for start, _ in got]
            missing = sorted(set(range(0, 2501, width)) - set(starts))
            assert not missing, (
                f"with bucket_cents={width} the buckets {str(missing[:3])[1:-1]}"
                f"{' …' if missing[3:] else ''} are not listed: "
                "GROUP BY makes groups of the rows that are there, and of nothing else"
            )
            assert starts == [*range(0, 2501, width)], (
                f"with bucket_cents={width} there are other buckets than those from 0 to the one "
                "of the highest price, each once: an empty bucket is a bucket, too"
            )


@pytest.mark.task(5)
def test_a_histogram_is_right_in_any_store(answer: Any, database: Database) -> None:
    """In 60 stores of random products it is what Python counts."""
    for number, (categories, products) in enumerate(random_stores(60)):
        fill(database, categories, products)
        prices = [row[2] for row in products if row[2] is not None]
        for width in (7, 100):
            expected = [
                (start, sum(start <= price < start + width for price in prices))
                for start in range(0, max(prices, default=-1) + 1, width)
            ]
            with opened(database) as conn:
                got = pairs(answer.price_histogram(conn, width))
            why = f"store {number}, bucket_cents={width}: (start, count)"
            assert_same_rows(got, expected, why, ordered=True)


# ---- task 6: the running total ---------------------------------------------------------------


@pytest.mark.task(6)
def test_values_add_up(answer: Any, database: Database, sql: SqlLog) -> None:
    """Each product comes with the sum of its value and all higher ones, by one SELECT."""
    fill(database, products=[row for row in PRODUCTS if row[0] in (11, 12, 13, 15, 18)])
    with opened(database) as conn:
        with sql.at_most(1, "for 5 products"):
            got = answer.running_value(conn)
        assert_same_rows(
            pairs(got),
            [
                ("Voucher", 5000),
                ("Earl Grey", 9050),
                ("Sencha", 12650),
                ("Assam", 13100),
                ("Espresso", 13103),
            ],
            "the highest value first, each with the sum so far",
            ordered=True,
        )
        conn.rollback()
        fill(database, products=[])
        assert answer.running_value(conn) == [], "a store without products has no totals"
        conn.rollback()
        fill(database, products=[PRODUCTS[3]])
        got = pairs(answer.running_value(conn))
        assert got == [("Aaa", 0)], "a product without a price has the value 0, which is no NULL"


@pytest.mark.task(6)
def test_equal_values_have_own_totals(answer: Any, database: Database) -> None:
    """Products of equal value each have a total of their own, in the order name, then id."""
    products: list[Product] = [
        (1, "Tea", 100, 3, 1),
        (2, "Tea", 300, 1, None),
        (3, "Bread", 150, 2, None),
        (4, "Zwieback", 1, 400, None),
        (5, "Abc", None, 900, 2),
        (6, "Air", 0, 5, 2),
    ]
    fill(database, products=products)
    with opened(database) as conn:
        got = pairs(answer.running_value(conn))
    totals = [total for _, total in got]
    assert totals[1:4] != [1300, 1300, 1300], (
        "three products of the value 300 were all given the total 1300: unless a window is told "
        "otherwise, it ends after the last of all rows that sort equal"
    )
    assert totals[2:4] != [1300, 1300], (
        "two products called Tea, of the same value, were both given the total 1300: unless a "
        "window is told otherwise, it ends after the last of all rows that sort equal"
    )
    assert_same_rows(
        got,
        [
            ("Zwieback", 400),
            ("Bread", 700),
            ("Tea", 1000),
            ("Tea", 1300),
            ("Abc", 1300),
            ("Air", 1300),
        ],
        "the highest value first, then by name, then by id, each with the sum so far; without a "
        "price the value is 0",
        ordered=True,
    )


@pytest.mark.task(6)
def test_totals_are_right_in_any_store(answer: Any, database: Database) -> None:
    """In 60 stores of random products they are what Python adds up."""
    for number, (categories, products) in enumerate(random_stores(60)):
        fill(database, categories, products)
        values = sorted((-(row[2] or 0) * row[3], row[1], row[0]) for row in products)
        expected: list[tuple[str, int]] = []
        total = 0
        for negative, name, _ in values:
            total -= negative
            expected.append((name, total))
        with opened(database) as conn:
            got = pairs(answer.running_value(conn))
        assert_same_rows(got, expected, f"store {number}: (name, total)", ordered=True)


# ---- what the checks share -------------------------------------------------------------------


class Counting(sqlite3.Connection):
    """Counts the rows that are fetched through it."""

    fetched = 0


@contextmanager
def opened(database: Database) -> Iterator[Counting]:
    """A connection with `autocommit=False` whose rows are `sqlite3.Row`, and counted."""

    def count(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        conn.fetched += 1
        return sqlite3.Row(cursor, row)

    with closing(
        sqlite3.connect(database.path, timeout=0, autocommit=False, factory=Counting)
    ) as conn:
        conn.row_factory = count
        # Without ORDER BY any order is right; this makes SQLite take another one.
        conn.execute("PRAGMA reverse_unordered_selects = ON")
        yield conn


def stop_after(calls: int) -> Callable[[], bool]:
    """A progress handler that interrupts a statement at the given call, and only at this one."""
    counter = itertools.count(1)
    return lambda: next(counter) == calls


def fill(
    database: Database,
    categories: Sequence[Category] = CATEGORIES,
    products: Sequence[Product] = PRODUCTS,
) -> None:
    """Put other rows into the store, past the answer."""
    with database.observer() as conn:
        conn.execute("PRAGMA synchronous = OFF")
        conn.execute("BEGIN")
        conn.execute("DELETE FROM products")
        conn.execute("DELETE FROM categories")
        conn.executemany("INSERT INTO categories VALUES (?, ?)", categories)
        conn.executemany("INSERT INTO products VALUES (?, ?, ?, ?, ?)", products)
        conn.execute("COMMIT")


def random_stores(n: int) -> Iterator[tuple[list[Category], list[Product]]]:
    """Stores, always the same ones, with few names and prices, so that many are equal."""
    rng = random.Random(10)
    names = ["Tea", "tea", "", "Ærø", "O'Brien", "🍵", *datasets.names(4)]
    for _ in range(n):
        categories = [(c, rng.choice(names)) for c in range(1, rng.randint(2, 6))]
        refs = [None, *(c for c, _ in categories)]
        products: list[Product] = []
        for id_ in rng.sample(range(1, 100), rng.randint(0, 25)):
            price = rng.choice([None, 0, 1, 7, 99, 100, 250, rng.randint(0, 700)])
            products.append((id_, rng.choice(names), price, rng.randint(0, 9), rng.choice(refs)))
        yield categories, products


def stats_of(
    answer: Any,
    database: Database,
    products: Sequence[Product] = PRODUCTS,
    categories: Sequence[Category] = CATEGORIES,
) -> list[Any]:
    """The answer's statistics of a store."""
    fill(database, categories, products)
    with opened(database) as conn:
        got = answer.category_stats(conn)
    assert isinstance(got, list), f"category_stats() returned {got!r:.60}: it returns a list"
    others = [entry for entry in got if not isinstance(entry, answer.CategoryStats)]
    assert not others, (
        f"the list holds a {type(others[0]).__name__}: each row becomes a CategoryStats"
    )
    assert len(got) == len(categories), (
        f"{len(got)} entries came for {len(categories)} categories: each category has one entry, "
        "also an empty one, and a product in no category makes none"
    )
    return got


def pairs(got: Any) -> list[tuple[Any, Any]]:
    """The answer's pairs, if it is a list of them."""
    assert isinstance(got, list), f"got {got!r:.60}: a list of pairs was asked for"
    assert all(len(pair) == 2 for pair in got), f"got {got[0]!r:.60}: each entry is a pair"
    return [(first, second) for first, second in got]
