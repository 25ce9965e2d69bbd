import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import pytest

from runner.api import Database, Memory, SqlLog, assert_same_rows, datasets

SCHEMA = """
CREATE TABLE products (
    id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0), quantity INTEGER NOT NULL
);
CREATE TABLE product_tags (
    product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE, tag TEXT NOT NULL
);
"""

Row = tuple[Any, ...]

# id, sku, name, price_cents, quantity: in the table before each check
KNOWN: list[Row] = [(7, "T-1", "Tea", 250, 3), (8, "T-2", "O'Brien's", 0, 0), (20, "", "?", 5, 5)]
TAGS = [(7, "new"), (7, "green"), (20, "odd")]

# sku, name, price_cents, quantity
NEW: list[Row] = [(f"N-{n}", name, n, n % 4) for n, name in enumerate(datasets.HOSTILE_NAMES)]

# T-1 twice and N-1 twice: known from the table, known from an earlier row, and both
MIXED: list[Row] = [
    ("N-1", "Salt", 100, 1),
    ("T-1", "Tea", 275, 9),
    ("t-1", "another sku", 1, 1),
    ("N-1", "Salt", 120, 2),
    ("", "Pepper", 30, 6),
    ("N-2", "", 0, 0),
    ("T-1", "Green tea", 300, 8),
]

LIMIT = 16
"""MiB: enough for some thousand rows and SQLite's own cache, and too little for all rows."""


def seed(database: Database) -> None:
    """Three products, two of them with tags."""
    with database.observer() as conn:
        conn.executescript(SCHEMA)
        conn.executemany("INSERT INTO products VALUES (?, ?, ?, ?, ?)", KNOWN)
        conn.executemany("INSERT INTO product_tags VALUES (?, ?)", TAGS)


# ---- task 1: add the rows --------------------------------------------------------------------


@pytest.mark.task(1)
def test_rows_are_added(answer: Any, database: Database) -> None:
    """All rows of a generator are in the table when the call returns, for everybody to see."""
    with opened(database) as conn:
        result = insert(answer, conn, NEW)
        stored = added(database)
        assert stored, (
            "another connection sees no new product after insert_products() was given "
            f"{len(NEW)} from a generator: they must be committed, and a generator gives its rows "
            "only once"
        )
        assert_same_rows(stored, NEW, "each row of the generator once")
        assert_counts(result, inserted=len(NEW))
    assert table(database)[:3] == KNOWN, "the products that were there before stay"


@pytest.mark.task(1)
def test_any_number_of_rows(answer: Any, database: Database) -> None:
    """No row, one row, numbers around the size of a batch, a list: each row is added once."""
    total = 0
    with opened(database) as conn:
        assert_counts(insert(answer, conn, []))
        for size, n in ((1000, 1), (10, 9), (10, 10), (10, 11), (10, 20), (1, 3)):
            insert_some(answer, conn, total, n, size)
            total += n
            assert len(table(database)) == 3 + total, (
                f"{len(table(database)) - 3 - total + n} of {n} rows were added with "
                f"batch_size={size}: the last batch may be full, short or empty"
            )
        for n in (999, 1000, 1001):
            insert_some(answer, conn, total, n)
            total += n
        found = len(table(database)) - 3
        assert found == total, (
            f"{found} of {total} rows were added in batches of 1000: the last ones, too, where a "
            "batch is not full"
        )
        listed = [answer.ProductRow(f"L-{n}", "x", n, 1) for n in range(5)]
        try:
            result = answer.insert_products(conn, listed, batch_size=2)
        except sqlite3.IntegrityError as error:
            raise AssertionError(
                f"a list of 5 rows in batches of 2 raised “{error}”: a list does not remember how "
                "far it was read, and whoever asks it again gets its first rows once more"
            ) from error
        assert_counts(result, inserted=len(listed))
        found = len(table(database)) - 3 - total
        assert found == len(listed), f"{found} of 5 rows were added from a list: each comes once"
        for size in (0, -1):
            try:
                insert(answer, conn, [("N", "x", 1, 1)], batch_size=size)
            except ValueError:
                continue
            raise AssertionError(f"batch_size={size} raised no ValueError: it can hold no row")


# ---- task 2: all or none ---------------------------------------------------------------------


@pytest.mark.task(2)
def test_one_bad_row_adds_nothing(answer: Any, database: Database) -> None:
    """When the database refuses a row, wherever it stands, no row is added and nothing is open."""
    rows: list[Row] = [(f"N-{n}", "x", n, 1) for n in range(25)]
    bad: dict[str, Row] = {
        "a known sku": ("T-2", "x", 1, 1),
        "a sku that came before": ("N-0", "x", 1, 1),
        "a price below zero": ("bad", "x", -1, 1),
        "no name": ("bad", None, 1, 1),
    }
    for what, row in bad.items():
        for place in (1, 10, 24, 25):
            with opened(database) as conn:
                where = f"row {place} of 26 with {what}, in batches of 10"
                try:
                    insert(answer, conn, [*rows[:place], row, *rows[place:]], batch_size=10)
                except sqlite3.IntegrityError:
                    pass
                else:
                    raise AssertionError(f"{where}: no error was raised, and on_conflict is “fail”")
                unchanged(database, conn, where)
    with opened(database) as conn:
        insert(answer, conn, rows, batch_size=10)
    assert len(added(database)) == 25, "after a refused call, a good one must work"


@pytest.mark.task(2)
def test_a_broken_source_adds_nothing(answer: Any, database: Database) -> None:
    """When the generator itself fails, its error reaches the caller and no row is added."""

    class Broken(Exception):
        """The supplier's file ends in the middle."""

    def source() -> Iterator[Any]:
        for n in range(25):
            yield answer.ProductRow(f"N-{n}", "x", n, 1)
        raise Broken

    with opened(database) as conn:
        try:
            answer.insert_products(conn, source(), batch_size=10)
        except Broken:
            pass
        else:
            raise AssertionError(
                "the generator raised an exception after 25 rows, and the caller did not get it"
            )
        unchanged(database, conn, "a generator that fails after 25 rows, in batches of 10")
        insert(answer, conn, [("N-1", "x", 1, 1)])
    assert len(added(database)) == 1, "after a failed call, a good one must work"


# ---- task 3: batch by batch ------------------------------------------------------------------


@pytest.mark.task(3)
def test_few_statements_and_one_commit(answer: Any, database: Database, sql: SqlLog) -> None:
    """2,000 rows in batches of 500 need a statement for each batch, and one COMMIT."""
    with opened(database) as conn:
        with sql.at_most(20, "for 2,000 rows in batches of 500") as log:
            insert_some(answer, conn, 0, 2000, 500)
        commits = len(log.matching("COMMIT")) + len(log.matching("END"))
        assert commits == 1, (
            f"{commits} COMMITs were sent for one call: each of them waits for the disk, and what "
            "is committed cannot be taken back"
        )
    assert len(added(database)) == 2000, "all 2,000 rows were to be added"


@pytest.mark.task(3)
def test_rows_are_not_collected(answer: Any, database: Database) -> None:
    """No more than batch_size rows are taken before they are sent to the database."""
    for size in (10, 100):
        ahead = 0

        with opened(database) as conn:

            def source(conn: sqlite3.Connection = conn, size: int = size) -> Iterator[Any]:
                nonlocal ahead
                before = conn.total_changes
                for n in range(350):
                    ahead = max(ahead, n - (conn.total_changes - before))
                    yield answer.ProductRow(f"{size}-{n}", "x", n, 1)

            answer.insert_products(conn, source(), batch_size=size)
        assert ahead <= size, (
            f"with batch_size={size}, {ahead} rows had been taken and not yet sent when the next "
            "one was asked for: the rows may not fit into memory"
        )
    assert len(added(database)) == 700, "all rows were to be added"


@pytest.mark.task(3)
def test_many_rows_need_little_memory(answer: Any, database: Database, memory: Memory) -> None:
    """100,000 rows are added in less than 16 MiB."""

    def work() -> None:
        with opened(database) as conn:
            insert_some(answer, conn, 0, 100_000)

    peak = memory.peak_of(work)
    ((count,),) = database.rows("SELECT count(*) FROM products")
    assert count == 100_003, (
        f"{count - 3:,} of 100,000 rows were added: the last ones, too, where a batch is not full"
    )
    assert peak < LIMIT, f"{peak:.0f} MiB were needed for 100,000 rows: keep none of them"


# ---- task 4: skip ----------------------------------------------------------------------------


@pytest.mark.task(4)
def test_known_rows_are_skipped(answer: Any, database: Database) -> None:
    """With "skip", rows with a known sku change nothing, and are counted."""
    for size in (1000, 2):
        with opened(database) as conn:
            result = insert(answer, conn, MIXED, batch_size=size, on_conflict="skip")
        assert_same_rows(
            added(database),
            [MIXED[0], MIXED[2], MIXED[5]],
            "the first row of each new sku is added; of known ones, none",
        )
        assert table(database)[:3] == KNOWN, "a product that is known stays as it is"
        assert_counts(result, inserted=3, skipped=4)
        reset(database)
    with opened(database) as conn:
        insert(answer, conn, MIXED, on_conflict="skip")
        result = insert(answer, conn, MIXED, batch_size=2, on_conflict="skip")
    assert_counts(result, skipped=7)


@pytest.mark.task(4)
def test_skip_hides_no_other_error(answer: Any, database: Database) -> None:
    """With "skip" or "update", a row that breaks another rule is an error, and adds nothing."""
    for how in ("skip", "update"):
        for what, row in (
            ("a price below zero", ("N-9", "x", -1, 1)),
            ("no name", ("N-9", None, 1, 1)),
            ("no sku", (None, "x", 1, 1)),
        ):
            with opened(database) as conn:
                try:
                    insert(answer, conn, [*MIXED, row], batch_size=3, on_conflict=how)
                except sqlite3.IntegrityError:
                    pass
                else:
                    raise AssertionError(
                        f"on_conflict=“{how}”, a row with {what}: no error was raised: "
                        "only a known sku is to be tolerated, not every mistake"
                    )
                unchanged(database, conn, f"on_conflict=“{how}”, a row with {what}")
        with opened(database) as conn:
            insert(answer, conn, [("N-9", "x", 1, 1)], on_conflict=how)
        assert added(database) == [("N-9", "x", 1, 1)], f"on_conflict=“{how}”: a good row is added"
        reset(database)


# ---- task 5: update --------------------------------------------------------------------------


@pytest.mark.task(5)
def test_known_rows_are_updated(answer: Any, database: Database) -> None:
    """With "update", known products get the new name, price and quantity, and are counted."""
    expected: list[Row] = [
        ("", "Pepper", 30, 6),
        ("N-1", "Salt", 120, 2),
        ("N-2", "", 0, 0),
        ("T-1", "Green tea", 300, 8),
        ("T-2", "O'Brien's", 0, 0),
        ("t-1", "another sku", 1, 1),
    ]
    for size in (1000, 2):
        with opened(database) as conn:
            result = insert(answer, conn, MIXED, batch_size=size, on_conflict="update")
        got = database.rows("SELECT sku, name, price_cents, quantity FROM products ORDER BY sku")
        assert_same_rows(got, expected, "of several rows with one sku the last one counts")
        assert_counts(result, inserted=3, updated=4)
        reset(database)
    with opened(database) as conn:
        insert(answer, conn, MIXED, on_conflict="update")
        result = insert(answer, conn, MIXED, batch_size=2, on_conflict="update")
    assert_counts(result, updated=7)


@pytest.mark.task(5)
def test_ids_and_tags_stay(answer: Any, database: Database) -> None:
    """An updated product keeps its id, and the tags that refer to it."""
    with opened(database) as conn:
        insert(answer, conn, MIXED, on_conflict="update")
    ids = dict(database.rows("SELECT sku, id FROM products"))
    ((price,),) = database.rows("SELECT price_cents FROM products WHERE sku = 'T-1'")
    assert price == 300, f"T-1 costs {price} after an update to 300: the product must be updated"
    tags = database.rows("SELECT product_id, tag FROM product_tags")
    assert len(tags) == len(TAGS), (
        f"{len(tags)} of {len(TAGS)} tags are left after an update of their products: "
        "what is deleted and inserted again has lost everything that referred to it"
    )
    assert (ids["T-1"], ids[""]) == (7, 20), (
        f"the products 7 and 20 have the ids {ids['T-1']} and {ids['']} after an update: "
        "an id is how others refer to a product, and must not change"
    )
    assert_same_rows(tags, TAGS, "each tag still belongs to its product")


# ---- what the checks share -------------------------------------------------------------------


@contextmanager
def opened(database: Database) -> Iterator[sqlite3.Connection]:
    """A connection as 02_basic_crud makes it."""
    with closing(sqlite3.connect(database.path, timeout=0, autocommit=True)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.autocommit = False
        conn.row_factory = sqlite3.Row
        yield conn


def insert(answer: Any, conn: sqlite3.Connection, rows: Sequence[Row], **options: Any) -> Any:
    """Give rows to the answer, from a generator."""
    return answer.insert_products(conn, (answer.ProductRow(*row) for row in rows), **options)


def insert_some(
    answer: Any, conn: sqlite3.Connection, first: int, n: int, size: int | None = None
) -> None:
    """Give n new rows to the answer, made one by one, and look at the counts."""
    rows = (answer.ProductRow(f"S-{first + i:08}", "some tea", i, 1) for i in range(n))
    options = {} if size is None else {"batch_size": size}
    assert_counts(answer.insert_products(conn, rows, **options), inserted=n)


def assert_counts(result: Any, inserted: int = 0, updated: int = 0, skipped: int = 0) -> None:
    """The answer's counts are these."""
    assert hasattr(result, "skipped"), (
        f"insert_products() returned {result!r:.60}: it returns a BatchResult"
    )
    for name, expected in (("inserted", inserted), ("updated", updated), ("skipped", skipped)):
        got = getattr(result, name)
        assert got == expected, (
            f"insert_products() returned {result!r} where {inserted} rows were new and "
            f"{updated + skipped} known: {name} is {expected}, in every batch size"
        )


def table(database: Database) -> list[Row]:
    """The products, as another connection sees them."""
    return database.rows("SELECT id, sku, name, price_cents, quantity FROM products ORDER BY id")


def added(database: Database) -> list[Row]:
    """The products that were not there before."""
    known = {row[1] for row in KNOWN}
    return [row[1:] for row in table(database) if row[1] not in known]


def unchanged(database: Database, conn: sqlite3.Connection, where: str) -> None:
    """After an error: nothing is saved, and nothing is left that the next commit would save."""
    conn.commit()
    n = len(added(database))
    assert not n, (
        f"{where}: the error was raised, and {n} {'row was' if n == 1 else 'rows were'} added: "
        "a statement that fails takes back nothing of what was done before it"
    )
    assert table(database) == KNOWN, f"{where}: the error was raised, and a product has changed"


def reset(database: Database) -> None:
    """The products and tags of the beginning."""
    with database.observer() as conn:
        conn.execute("DELETE FROM product_tags")
        conn.execute("DELETE FROM products")
        conn.executemany("INSERT INTO products VALUES (?, ?, ?, ?, ?)", KNOWN)
        conn.executemany("INSERT INTO product_tags VALUES (?, ?)", TAGS)
