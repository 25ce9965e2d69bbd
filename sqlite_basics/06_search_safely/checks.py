import contextlib
import itertools
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from runner.api import Database, assert_same_rows, datasets

SCHEMA = """
CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    category_id INTEGER NOT NULL REFERENCES categories (id),
    price_cents INTEGER NOT NULL,
    quantity INTEGER NOT NULL
) STRICT;
CREATE INDEX products_by_price ON products (price_cents);
CREATE INDEX products_by_quantity ON products (quantity);
"""
CATEGORIES = ("tools", "garden", "O'Brien's", "100%", "empty")
WORDS = (
    *("Äpfel", "äpfel", "APFEL", "STRASSE 7", "Straße 7", "ΣΊΣΥΦΟΣ", "σίσυφος"),
    *("100% juice", "1000 nails", "a_b cable", "axb cable", "[a]b cable", "a*b"),
    *("back\\slash", "backslash", "zero?", "Bolt", "bolt", "BOLT M8", "bolt m8"),
    *datasets.HOSTILE_NAMES,
)
KEYS: dict[str, Callable[[Any], Any]] = {
    "name": lambda row: row[1].casefold(),
    "price_cents": lambda row: row[3],
    "quantity": lambda row: row[4],
}


def _catalogue() -> list[tuple[int, str, str, int, int]]:
    """(id, name, category, price_cents, quantity): many ties, gaps between the ids, free things."""
    rng = random.Random(6)
    names = [*WORDS, *datasets.names(40), *rng.choices(WORDS, k=40)]
    rng.shuffle(names)
    ids = itertools.accumulate(rng.randint(1, 3) for _ in names)
    return [
        (i, name, rng.choice(CATEGORIES[:4]), rng.choice([0, 5, 100, 250, 1990]), rng.randint(0, 4))
        for i, name in zip(ids, names, strict=True)
    ]


CATALOGUE = _catalogue()


def seed(database: Database) -> None:
    """The catalogue."""
    numbers = {name: number for number, name in enumerate(CATEGORIES, start=1)}
    with database.observer() as other:
        other.executescript(SCHEMA)
        other.execute("BEGIN")
        other.executemany(
            "INSERT INTO categories VALUES (?, ?)", [(n, name) for name, n in numbers.items()]
        )
        other.executemany(
            "INSERT INTO products VALUES (?, ?, ?, ?, ?)",
            [(i, name, numbers[category], *rest) for i, name, category, *rest in CATALOGUE],
        )
        other.execute("COMMIT")


@pytest.fixture
def conn(database: Database) -> Iterator[sqlite3.Connection]:
    """What the answer works with; it takes as many values at once as every SQLite does."""
    with closing(sqlite3.connect(database.path, autocommit=False)) as opened:
        opened.row_factory = sqlite3.Row
        opened.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
        yield opened


# ---- task 1: category, min_cents, max_cents -------------------------------------------------


@pytest.mark.task(1)
def test_without_filters_everything_is_found(answer: Any, conn: sqlite3.Connection) -> None:
    """search() gives a Page of Products, and the total of all pages."""
    page = _search(answer, conn)
    assert page.total == len(CATALOGUE), (
        f"search() gave a total of {page.total} for {len(CATALOGUE)} products: it counts what "
        "was found, on all pages"
    )
    assert page.items, (
        f"no products are on the page, of {len(CATALOGUE)} in the store: without filters every "
        "product fits"
    )
    for product in page.items:
        assert isinstance(product, answer.Product), (
            f"on the page there is a {type(product).__name__}: a page holds Products"
        )
        row = next((row for row in CATALOGUE if row[0] == product.id), None)
        assert _row(product) == row, "each column belongs in the field of the same name"


@pytest.mark.task(1)
def test_prices_and_categories_filter(answer: Any, conn: sqlite3.Connection) -> None:
    """Products outside of the limits, or of another category, are not found; 0 is a price."""
    for category in (*CATEGORIES, "TOOLS", "to%", ""):
        _require_oracle(answer, conn, category=category)
    for low, high in ((None, 0), (0, None), (5, 5), (6, 99), (100, None), (None, 250), (250, 100)):
        _require_oracle(answer, conn, min_cents=low, max_cents=high)
        _require_oracle(answer, conn, min_cents=low, max_cents=high, category="tools")


# ---- task 2: text ---------------------------------------------------------------------------


@pytest.mark.task(2)
def test_text_is_found_anywhere_in_the_name(answer: Any, conn: sqlite3.Connection) -> None:
    """A part of the name is enough, in capitals or not; an empty text is part of every name."""
    for text in ("bolt", "BOLT", "olt m", "Tea", "", "no such thing"):
        _require_oracle(answer, conn, text=text)


@pytest.mark.task(2)
def test_wildcards_are_ordinary_letters(answer: Any, conn: sqlite3.Connection) -> None:
    """%, _, *, ?, [ and a backslash in the text stand for themselves."""
    for text in ("100%", "a_b", "%", "_", "a*b", "zero?", "[a]", "back\\slash", "\\", "a%b"):
        _require_oracle(answer, conn, "in the text every character stands for itself", text=text)


@pytest.mark.task(2)
def test_capitals_beyond_a_to_z(answer: Any, conn: sqlite3.Connection) -> None:
    """ÄPFEL finds äpfel, STRASSE finds Straße: as Python's casefold has it."""
    for text in ("ÄPFEL", "äpfel", "strasse", "STRAßE", "Σίσυφος", "ÆRØ"):
        _require_oracle(
            answer,
            conn,
            "SQLite knows the capitals of A to Z only, in LIKE and in lower()",
            text=text,
        )


# ---- task 3: ids ----------------------------------------------------------------------------


@pytest.mark.task(3)
def test_only_these_ids(answer: Any, conn: sqlite3.Connection) -> None:
    """Of the ids that are asked for, those are found that exist and fit the other filters."""
    some = [row[0] for row in CATALOGUE[::3]]
    for ids in (some, tuple(some[:1]), [*some, *some, 10_000, -1], range(20, 60)):
        _require_oracle(answer, conn, ids=ids)
        _require_oracle(answer, conn, ids=ids, category="garden", max_cents=250, text="a")


@pytest.mark.task(3)
def test_no_ids_no_products(answer: Any, conn: sqlite3.Connection) -> None:
    """An empty sequence of ids finds nothing; only None means all."""
    for ids in ([], (), range(0)):
        page = _search(answer, conn, ids=ids)
        assert page.items == [], (
            f"ids={ids!r} found {len(page.items)} products: none of no ids is none, not all"
        )
        assert page.total == 0, f"ids={ids!r} has a total of {page.total}: nothing was found"
    _require_oracle(answer, conn, ids=None)


@pytest.mark.task(3)
def test_thousands_of_ids(answer: Any, conn: sqlite3.Connection) -> None:
    """5,000 ids are as good as five."""
    try:
        _require_oracle(answer, conn, ids=[*range(-2000, 3000)], min_cents=5, text="a")
    except sqlite3.Error as error:
        raise AssertionError(
            f"5,000 ids raised “{error}”: a statement takes only so many values, 999 on this "
            "connection, and so much text"
        ) from None


# ---- task 4: sort, descending, limit, offset ------------------------------------------------


@pytest.mark.task(4)
def test_sorted_as_asked(answer: Any, conn: sqlite3.Connection) -> None:
    """Each order in both directions, names in whatever case; equal ones by id from the lowest."""
    for sort, descending in itertools.product(KEYS, (False, True)):
        page = _search(answer, conn, sort=sort, descending=descending, limit=100)
        expected = _oracle(sort=sort, descending=descending)[:100]
        got = [_row(product) for product in page.items]
        asked = f"sort={sort!r}, descending={descending}"
        keys = [KEYS[sort](row) for row in got]
        assert keys == [KEYS[sort](row) for row in expected], (
            f"{asked} gave {keys[:4]}…: that is not the order that was asked for"
        )
        assert [row[0] for row in got] == [row[0] for row in expected], (
            f"{asked}: among equal ones the ids are not in order: an order that leaves ties open "
            "may differ from one page to the next"
        )


@pytest.mark.task(4)
def test_an_unknown_order_is_refused(answer: Any, conn: sqlite3.Connection) -> None:
    """A sort that is none of the three is a ValueError."""
    _require_oracle(answer, conn, sort="quantity")
    for sort in ("colour", "", "id; DROP TABLE products", "name DESC", "1", "PRICE_CENTS"):
        _require_value_error(answer, conn, f"sort={sort!r}", sort=sort)


@pytest.mark.task(4)
def test_pages_neither_repeat_nor_skip(answer: Any, conn: sqlite3.Connection) -> None:
    """Page after page gives every product once, with the same total, also beyond the end."""
    for sort, descending in itertools.product(KEYS, (False, True)):
        found: list[Any] = []
        for offset in range(0, len(CATALOGUE) + 14, 7):
            page = _search(answer, conn, sort=sort, descending=descending, limit=7, offset=offset)
            assert len(page.items) <= 7, (
                f"{len(page.items)} products on a page with limit=7: a page has no more than its "
                "limit"
            )
            assert page.total == len(CATALOGUE), (
                f"at offset {offset} of {len(CATALOGUE)} the total is {page.total}: it is the same "
                "on every page, also on an empty one"
            )
            found += [_row(product) for product in page.items]
        expected = _oracle(sort=sort, descending=descending)
        assert_same_rows(found, expected, f"all pages by {sort}, one after the other", ordered=True)
    assert len(_search(answer, conn).items) == 20, "a page has 20 products unless more is asked for"


@pytest.mark.task(4)
def test_impossible_pages_are_refused(answer: Any, conn: sqlite3.Connection) -> None:
    """A limit that is not 1 to 100, or a negative offset, is a ValueError."""
    for limit, offset in ((1, 0), (100, 5)):
        got = _search(answer, conn, limit=limit, offset=offset).items
        assert len(got) == limit, (
            f"limit={limit}, offset={offset} gave {len(got)} products: a page is full as long as "
            "there are enough"
        )
    for page in ({"limit": -1}, {"limit": 0}, {"limit": 101}, {"offset": -1}):
        _require_value_error(answer, conn, f"{page}", **page)


# ---- task 5: what has to be true of all of it -----------------------------------------------


@pytest.mark.task(5)
def test_nothing_that_comes_from_outside_is_sql(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """SQL in any argument finds nothing, changes nothing, and breaks nothing."""
    _require_oracle(answer, conn, text="bolt", category="tools", sort="quantity")
    tails = ("", " --", "/*", "; DROP TABLE products", "; DROP TABLE products --")
    starts = ("' OR 1=1", "') OR (1=1", "%' OR '%'='", '" OR 1=1', "' UNION SELECT 1,2,3,4,5")
    for attack in ("'", "\\'", ":text", "?", *map("".join, itertools.product(starts, tails))):
        try:
            for where in ("text", "category"):
                _require_oracle(answer, conn, "it is a value", **{where: attack})
        except sqlite3.Error as error:
            raise AssertionError(
                f"{attack!r} as a value raised “{error}”: a value in the text of a statement is "
                "read as SQL"
            ) from None
        _require_value_error(answer, conn, f"sort={attack!r}", sort=attack)
    for ids in (["0) OR (1=1"], [1, "2 OR 1=1"], ["1) UNION SELECT 1,2,3,4,5 --"]):
        _require_no_more_than(answer, conn, ids, {1})
    _require_untouched(conn, database)


@pytest.mark.task(5)
def test_no_more_is_read_than_shown(answer: Any, conn: sqlite3.Connection) -> None:
    """For a page of 5 products at most 6 rows are fetched: the page, and the total."""
    fetched = 0

    def counting(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        nonlocal fetched
        fetched += 1
        return sqlite3.Row(cursor, row)

    conn.row_factory = counting
    for filters in ({}, {"text": "Ä"}, {"ids": [*range(1, 300)], "min_cents": 5}):
        fetched = 0
        _require_oracle(answer, conn, limit=5, offset=2, **filters)
        assert fetched <= 6, (
            f"{fetched} rows were fetched for a page of 5: the database filters, sorts and counts, "
            "and hands over what is shown"
        )
        assert conn.row_factory is counting, (
            "after search() the connection has another row_factory: it belongs to the caller, "
            "whose next rows would look different"
        )


@pytest.mark.task(5)
def test_a_search_keeps_nobody_waiting(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """After a search, also after one that was refused, others can write at once."""
    for asked in ({}, {"text": "a", "ids": [1, 2, 3]}, {"sort": "colour"}, {"limit": 0}):
        said = f"search({', '.join(f'{name}={value!r}' for name, value in asked.items())})"
        with contextlib.suppress(ValueError):
            _search(answer, conn, **asked)
        with database.observer() as other:
            other.execute("PRAGMA busy_timeout = 0")
            try:
                other.execute("UPDATE products SET quantity = quantity")
            except sqlite3.OperationalError as error:
                raise AssertionError(
                    f"after {said} another connection cannot write (“{error}”): a read, too, is in "
                    "a transaction, which holds its lock until it ends"
                ) from None


@pytest.mark.task(5)
def test_any_combination_is_right(answer: Any, conn: sqlite3.Connection) -> None:
    """500 random combinations of all arguments give what a loop over all products gives."""
    rng = random.Random(42)
    for _ in range(500):
        asked = {
            "text": rng.choice([None, None, "", "a", "BOLT", "ä", "%", rng.choice(WORDS)]),
            "category": rng.choice([None, None, *CATEGORIES]),
            "min_cents": rng.choice([None, None, 0, 5, 250]),
            "max_cents": rng.choice([None, None, 0, 250, 1990]),
            "ids": rng.choice([None, None, rng.sample(range(300), k=rng.choice([0, 1, 99]))]),
            "sort": rng.choice([*KEYS]),
            "descending": rng.choice([False, True]),
            "limit": rng.choice([1, 7, 20, 100]),
            "offset": rng.choice([0, 0, 1, 13]),
        }
        _require_oracle(answer, conn, **{k: v for k, v in asked.items() if v is not None})


# ---- what the checks share ------------------------------------------------------------------


def _search(answer: Any, conn: sqlite3.Connection, **asked: Any) -> Any:
    page = answer.search(conn, **asked)
    assert isinstance(page, answer.Page), (
        f"search() returned a {type(page).__name__}: it returns a Page"
    )
    assert isinstance(page.items, list), f"items is a {type(page.items).__name__}: it is a list"
    return page


def _row(product: Any) -> tuple[int, str, str, int, int]:
    return (
        product.id,
        product.name,
        product.category,
        product.price_cents,
        product.quantity,
    )


def _oracle(
    *,
    text: str | None = None,
    category: str | None = None,
    min_cents: int | None = None,
    max_cents: int | None = None,
    ids: Any = None,
    sort: str = "name",
    descending: bool = False,
) -> list[tuple[int, str, str, int, int]]:
    """Everything that is found, in order: the contract as a loop."""
    found = [
        row
        for row in CATALOGUE
        if (text is None or text.casefold() in row[1].casefold())
        and (category is None or category == row[2])
        and (min_cents is None or row[3] >= min_cents)
        and (max_cents is None or row[3] <= max_cents)
        and (ids is None or row[0] in ids)
    ]
    # Sorting is stable, also in reverse: the catalogue is in the order of ids.
    return sorted(found, key=KEYS[sort], reverse=descending)


def _require_oracle(answer: Any, conn: sqlite3.Connection, rule: str = "", **asked: Any) -> None:
    """Fail where the page is not the one that the contract asks for."""
    page = _search(answer, conn, **asked)
    limit, offset = asked.pop("limit", 20), asked.pop("offset", 0)
    expected = _oracle(**asked)
    said = ", ".join(f"{name}={_short(value)}" for name, value in asked.items())
    assert page.total == len(expected), (
        f"search({said}) has a total of {page.total}, and {len(expected)} products fit: "
        f"{rule or 'every filter that is not None must hold, and no other'}"
    )
    rows = [_row(product) for product in page.items]
    if "sort" in asked:
        wrong = f"search({said}) gave other products: {rule or 'filters and order must hold'}"
        assert_same_rows(rows, expected[offset : offset + limit], wrong, ordered=True)
    else:  # limit and order may not be written yet
        fitting = set(rows) <= set(expected) and len(rows) >= min(limit, len(expected) - offset)
        assert fitting, (
            f"search({said}) gave products that do not fit, or too few: every filter that is not "
            "None must hold"
        )


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _require_value_error(answer: Any, conn: sqlite3.Connection, said: str, **asked: Any) -> None:
    try:
        page = answer.search(conn, **asked)
    except ValueError:
        return
    except sqlite3.Error as error:
        raise AssertionError(
            f"{said} raised {type(error).__name__} (“{error}”): it got into the SQL, and should "
            "have been refused with a ValueError before"
        ) from None
    raise AssertionError(
        f"{said} gave {len(page.items)} products: what is not allowed is a ValueError, "
        "not a guess and not everything"
    )


def _require_no_more_than(
    answer: Any, conn: sqlite3.Connection, ids: list[Any], allowed: set[int]
) -> None:
    try:
        page = answer.search(conn, ids=ids, limit=100)
    except (ValueError, TypeError):
        return  # refused, which is as good
    except sqlite3.Error as error:
        raise AssertionError(f"ids={ids} raised “{error}”: ids are values, not SQL") from None
    found = {product.id for product in page.items}
    assert found <= allowed, (
        f"ids={ids} found {len(found)} products: a value that is put into the text of a statement "
        "is read as SQL"
    )


def _require_untouched(conn: sqlite3.Connection, database: Database) -> None:
    conn.commit()
    rows = database.rows(
        "SELECT p.id, p.name, c.name, price_cents, quantity FROM products p"
        " JOIN categories c ON c.id = category_id ORDER BY p.id"
    )
    assert rows == CATALOGUE, "the products were changed by a search: it only reads"
