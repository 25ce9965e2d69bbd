import sqlite3
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from runner.api import Database, datasets

COLUMNS = {
    "categories": {"id", "name"},
    "products": {"id", "name", "category_id", "price_cents", "quantity", "added_at"},
    "settings": {"key", "value"},
}
TOOLS, GARDEN = 1, 2
BOLT: Mapping[str, object] = {
    "name": "Bolt",
    "category_id": TOOLS,
    "price_cents": 25,
    "quantity": 3,
    "added_at": "2026-11-21T08:00:00+00:00",
}
GOOD: Mapping[str, Mapping[str, object]] = {
    "products": BOLT,
    "categories": {"name": "kitchen"},
    "settings": {"key": "currency", "value": "EUR"},
}
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def conn(database: Database) -> Iterator[sqlite3.Connection]:
    """What the answer works with: foreign keys on, and a transaction always open."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")
        opened.execute("PRAGMA synchronous = OFF")  # nothing here is killed
        opened.autocommit = False
        yield opened


@pytest.fixture
def store(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> Iterator[sqlite3.Connection]:
    """The check's own connection to a database with the answer's tables and two categories."""
    answer.create_schema(conn)
    with database.observer() as other:
        other.execute("PRAGMA foreign_keys = ON")
        for table in COLUMNS:
            _require_table(other, table)
        for number, name in ((TOOLS, "tools"), (GARDEN, "garden")):
            _put(other, "categories", {"id": number, "name": name})
        yield other


# ---- task 1: the tables and their types -----------------------------------------------------


@pytest.mark.task(1)
def test_the_tables_are_there(
    answer: Any, conn: sqlite3.Connection, store: sqlite3.Connection
) -> None:
    """The three tables have their columns, the ids come by themselves, and rows are taken."""
    for table, columns in COLUMNS.items():
        rows = store.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
        found = {row["name"] for row in rows}
        assert found == columns, (
            f"the table {table} has the columns {', '.join(sorted(found))}: "
            f"it is to have {', '.join(sorted(columns))}"
        )
    _put(store, "products", BOLT)
    _put(store, "settings", GOOD["settings"])
    _put(store, "categories", GOOD["categories"])
    for table in ("products", "categories"):
        without = store.execute(f"SELECT count(*) FROM {table} WHERE id IS NULL").fetchone()[0]
        assert without == 0, (
            f"a row that was inserted into {table} without an id has none (NULL): "
            "SQLite gives ids where the column is an INTEGER PRIMARY KEY"
        )
    _require_refused(
        store,
        "settings",
        "that key is there already, and a primary key allows each key once",
        {"key": "currency"},
        good={"key": "language", "value": "de"},
    )
    try:
        answer.create_schema(conn)
    except sqlite3.OperationalError as error:
        raise AssertionError(
            f"create_schema() a second time raised “{error}”: a program calls it at every start"
        ) from None
    assert _count(store) == 1, "create_schema() a second time lost a product: rows that are stay"


@pytest.mark.task(1)
def test_a_number_is_a_number(store: sqlite3.Connection) -> None:
    """A price or a quantity that is not a whole number is refused by the database."""
    rule = "in SQLite the type of a column is advice only, unless the table says otherwise"
    for column in ("price_cents", "quantity"):
        for value in ("abc", "", 1.5, b"25"):
            _require_refused(store, "products", rule, {column: value})


@pytest.mark.task(1)
def test_no_column_takes_null(store: sqlite3.Connection) -> None:
    """NULL is refused in every column, also in a key that is a text."""
    rule = "a column takes NULL unless it says otherwise, and so does a CHECK"
    for column in BOLT:
        _require_refused(store, "products", rule, {column: None})
    _require_refused(store, "categories", rule, {"name": None})
    _require_refused(store, "settings", rule, {"value": None})
    rule = "in SQLite a primary key takes NULL, unless the table or the column says otherwise"
    _require_refused(store, "settings", rule, {"key": None})


@pytest.mark.task(1)
def test_a_text_is_a_text(store: sqlite3.Connection) -> None:
    """Bytes are refused where a text belongs, in each of the three tables."""
    rule = "bytes are no text and equal none, so that UNIQUE and = pass them by"
    for table, column in (
        ("categories", "name"),
        ("products", "name"),
        ("settings", "key"),
        ("settings", "value"),
    ):
        _require_refused(store, table, rule, {column: str(GOOD[table][column]).encode()})


# ---- task 2: CHECK --------------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_name_has_1_to_80_characters(store: sqlite3.Connection) -> None:
    """A product's name of 1 to 80 characters is taken; an empty or longer one is refused."""
    for name in ("x", "x" * 80, "ä" * 80, "🍵" * 80):
        _put(store, "products", {**BOLT, "name": name})
    for name in ("", "x" * 81, "ä" * 500):
        rule = f"{len(name)} characters are not 1 to 80, and SQLite ignores a length in a type"
        _require_refused(store, "products", rule, {"name": name})


@pytest.mark.task(2)
def test_a_number_is_not_negative(store: sqlite3.Connection) -> None:
    """A price and a quantity may be 0, and are refused below it, also in an UPDATE."""
    for column in ("price_cents", "quantity"):
        _put(store, "products", {**BOLT, "name": f"no {column}", column: 0})
        rule = f"the {column} is 0 or more, by a rule of the table"
        _require_refused(store, "products", rule, {column: -1})
    try:
        store.execute("UPDATE products SET quantity = quantity - 10")
    except sqlite3.IntegrityError:
        return
    raise AssertionError(
        "an UPDATE made a quantity negative: a rule of a table holds for every change"
    )


@pytest.mark.task(2)
def test_a_time_is_a_time(store: sqlite3.Connection) -> None:
    """Text that is no time is refused as the time at which a product was added."""
    for moment in ("2026-11-21T08:00:00Z", "2026-11-21T08:00:00.123456+00:00"):
        _put(store, "products", {**BOLT, "name": moment, "added_at": moment})
    rule = "to SQLite a time is any text, so that a rule must say which texts are times"
    for moment in ("yesterday", "", "21.11.2026", "2026-13-01T08:00:00Z", "2026-11-21T25:00:00Z"):
        _require_refused(store, "products", rule, {"added_at": moment})


# ---- task 3: UNIQUE and REFERENCES ----------------------------------------------------------


@pytest.mark.task(3)
def test_a_name_is_unique_in_its_category(store: sqlite3.Connection) -> None:
    """Bolt and bolt cannot both be in tools; in another category there may be one more."""
    _put(store, "products", BOLT)
    _put(store, "products", {**BOLT, "category_id": GARDEN})
    _put(store, "products", {**BOLT, "name": "Bolts"})
    rule = "Bolt is in this category, and letters of another case do not make another name"
    for name in ("Bolt", "bolt", "BOLT"):
        _require_refused(store, "products", rule, {"name": name}, good={**BOLT, "name": "Nut"})
    rule = "there is a category tools, and letters of another case do not make another name"
    _require_refused(store, "categories", rule, {"name": "Tools"})


@pytest.mark.task(3)
def test_a_category_must_exist(store: sqlite3.Connection) -> None:
    """A product of a category that is not there is refused."""
    rule = "a number in one table points to a row of another one only if the table says so"
    _require_refused(store, "products", rule, {"category_id": 99})


@pytest.mark.task(3)
def test_a_category_in_use_stays(store: sqlite3.Connection) -> None:
    """A category with products cannot be deleted, an empty one can."""
    _put(store, "products", BOLT)
    try:
        store.execute("DELETE FROM categories WHERE id = ?", (TOOLS,))
        refused = False
    except sqlite3.IntegrityError:
        refused = True
    assert _count(store) == 1, (
        "deleting a category deleted its product without a word: "
        "a category that is in use is not deleted, and takes nothing with it"
    )
    assert refused, "a category was deleted that a product belongs to: a pointer must not dangle"
    store.execute("DELETE FROM categories WHERE id = ?", (GARDEN,))
    (left,) = store.execute("SELECT count(*) FROM categories").fetchone()
    assert left == 1, "a category without products was not deleted: it may be"


# ---- task 4: add_product --------------------------------------------------------------------


@pytest.mark.task(4)
def test_prices_add_up_exactly(
    answer: Any, conn: sqlite3.Connection, store: sqlite3.Connection
) -> None:
    """A product is saved with its id, and the sum of many prices is exact to the cent."""
    usual = [Decimal(text) for text in ("19.90", "0.29", "1.15", "4.35", "8.2", "0", "1E+3")]
    prices = [*usual * 20, Decimal("90071992547409.93")]
    for number, price in enumerate(prices):
        name = f"{number} {datasets.HOSTILE_NAMES[number % len(datasets.HOSTILE_NAMES)]}"
        returned = answer.add_product(conn, name, TOOLS, price, 1, NOON)
        row = store.execute("SELECT * FROM products WHERE name = ?", (name,)).fetchone()
        assert row is not None, (
            "another connection does not see the new product: "
            "a change is private to its connection until it is committed"
        )
        assert returned == row["id"], (
            f"add_product() returned {returned!r} for the product with id {row['id']}: "
            "it returns the new id"
        )
        assert row["price_cents"] == int(price * 100), (
            f"the price {price} was stored as {row['price_cents']} cents: "
            "a price stays exact when no float is on its way"
        )
    (total,) = store.execute("SELECT sum(price_cents) FROM products").fetchone()
    assert total == int(sum(prices) * 100), "the sum of all prices is exact"
    assert _count(store) == len(prices), "one row for each product"


@pytest.mark.task(4)
def test_half_a_cent_is_refused(
    answer: Any, conn: sqlite3.Connection, store: sqlite3.Connection
) -> None:
    """A price that is not a whole number of cents raises ValueError and stores nothing."""
    answer.add_product(conn, "Tea", TOOLS, Decimal("19.9000"), 1, NOON)
    for text in ("19.905", "0.001", "-0.5E-2"):
        try:
            answer.add_product(conn, f"at {text}", TOOLS, Decimal(text), 1, NOON)
        except ValueError:
            continue
        row = store.execute("SELECT price_cents FROM products WHERE name <> 'Tea'").fetchone()
        done = f"was taken, as {row['price_cents']} cents" if row else "raised no ValueError"
        raise AssertionError(
            f"the price {text} {done}: money is not rounded in silence, "
            "the caller has to hear of it"
        )
    conn.commit()
    assert _count(store) == 1, "a refused product is in the table: check first, then write"


@pytest.mark.task(4)
def test_a_time_is_stored_in_utc(
    answer: Any, conn: sqlite3.Connection, store: sqlite3.Connection
) -> None:
    """Times from any zone are stored as text in UTC, and the texts sort like the times."""
    east, west = timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-5))
    moments = [
        datetime(2026, 11, 21, 9, 30, tzinfo=east),
        datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
        datetime(2026, 11, 21, 8, 0, 0, 250_000, tzinfo=UTC),
        datetime(2026, 11, 20, 23, 45, 0, 500_000, tzinfo=west),
        datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=west),
    ]
    for number, moment in enumerate(moments):
        with _no_datetime_bound():
            answer.add_product(conn, f"Tea {number}", TOOLS, Decimal(1), 1, moment)
    texts = [text for (text,) in store.execute("SELECT added_at FROM products ORDER BY id")]
    assert len(texts) == len(moments), (
        f"{len(texts)} of {len(moments)} products are there: each call adds one"
    )
    for text, moment in zip(texts, moments, strict=True):
        stored = _parsed(text)
        assert stored.utcoffset() == timedelta(0), (
            f"{moment} was stored as {text!r}: a time that is kept is in UTC, and says so"
        )
        assert stored == moment, f"{moment} was stored as {text!r}: that is another moment"
    by_text = [moment for _, moment in sorted(zip(texts, moments, strict=True))]
    assert by_text == sorted(moments), (
        f"sorted as texts, {sorted(texts)} is not the order of the times: "
        "all texts must have the same form"
    )


@pytest.mark.task(4)
def test_a_time_without_a_zone_is_refused(
    answer: Any, conn: sqlite3.Connection, store: sqlite3.Connection
) -> None:
    """A time that does not say its zone raises ValueError and stores nothing."""
    answer.add_product(conn, "Tea", TOOLS, Decimal(1), 1, NOON)
    with _no_datetime_bound():
        try:
            answer.add_product(conn, "Coffee", TOOLS, Decimal(1), 1, NOON.replace(tzinfo=None))
            refused = False
        except ValueError:
            refused = True
    assert refused, (
        "a time without a zone raised no ValueError: nobody can say which moment it is, and Python "
        "takes it for the time of the computer that the program runs on"
    )
    conn.commit()
    assert _count(store) == 1, "a refused product is in the table: check first, then write"


@pytest.mark.task(4)
def test_what_the_schema_refuses_is_raised(
    answer: Any, conn: sqlite3.Connection, store: sqlite3.Connection
) -> None:
    """What the schema refuses raises IntegrityError, changes nothing and keeps nobody waiting."""
    answer.add_product(conn, "Tea", TOOLS, Decimal("2.50"), 3, NOON)
    before = [tuple(row) for row in store.execute("SELECT * FROM products")]
    store.execute("PRAGMA busy_timeout = 0")
    for name, category in (("TEA", TOOLS), ("Coffee", 99)):
        call = f"add_product(conn, {name!r}, {category}, …)"
        try:
            answer.add_product(conn, name, category, Decimal(9), 1, NOON)
            raised = False
        except sqlite3.IntegrityError:
            raised = True
        now = [tuple(row) for row in store.execute("SELECT * FROM products")]
        assert now == before, (
            f"{call} changed the products: what the schema refuses replaces and adds nothing"
        )
        assert raised, (
            f"{call} raised no IntegrityError: a caller that hears nothing takes it for stored"
        )
        try:
            store.execute("UPDATE settings SET value = value")
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"after {call} another connection cannot write (“{error}”): "
                "a transaction keeps its lock until it ends, also one that an error has come out of"
            ) from None


# ---- what the checks share ------------------------------------------------------------------


def _require_table(other: sqlite3.Connection, table: str) -> None:
    if not other.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone():
        raise AssertionError(
            f"there is no table {table} after create_schema(): SCHEMA holds a CREATE TABLE for "
            f"each of {', '.join(COLUMNS)}"
        )


def _put(other: sqlite3.Connection, table: str, row: Mapping[str, object]) -> None:
    """Insert a good row, past the answer."""
    try:
        _insert(other, table, row)
    except sqlite3.IntegrityError as error:
        raise AssertionError(
            f"the good row {row} was refused by {table} (“{error}”): it keeps every rule, and an "
            "id that is not said comes from the database"
        ) from None


def _insert(other: sqlite3.Connection, table: str, row: Mapping[str, object]) -> None:
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    try:
        other.execute(sql, tuple(row.values()))
    except sqlite3.OperationalError as error:
        raise AssertionError(f"a row cannot be inserted into {table} (“{error}”)") from None


def _require_refused(
    other: sqlite3.Connection,
    table: str,
    rule: str,
    change: Mapping[str, object],
    good: Mapping[str, object] | None = None,
) -> None:
    """Fail where a table refuses a good row, or takes the same row with a change."""
    good = good or GOOD[table]
    other.execute("BEGIN")
    try:
        _put(other, table, good)
        other.execute("ROLLBACK")
        other.execute("BEGIN")
        try:
            _insert(other, table, {**good, **change})
        except sqlite3.IntegrityError:
            return
    finally:
        other.execute("ROLLBACK")
    [(column, value)] = change.items()
    raise AssertionError(f"the table {table} took {column} {_short(value)}: {rule}")


def _short(value: object) -> str:
    text = "NULL" if value is None else repr(value)
    return text if len(text) <= 24 else f"{text[:12]}…"


def _count(other: sqlite3.Connection) -> int:
    return other.execute("SELECT count(*) FROM products").fetchone()[0]


@contextmanager
def _no_datetime_bound() -> Iterator[None]:
    """Fail where a datetime is handed to sqlite3, which writes it in a form of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        try:
            yield
        except DeprecationWarning as warning:
            raise AssertionError(
                f"add_product() met a DeprecationWarning (“{warning}”): SQLite has no type for "
                "times, and the program, not the module, chooses the text"
            ) from None


def _parsed(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        raise AssertionError(f"{text!r} was stored as the time: it is not in ISO 8601") from None
