import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from runner.api import Database, SqlLog, datasets

ROWS = [
    (3, "Tea", 250, 3),
    (4, "Coffee", 900, 0),
    (7, "Tea", 410, 12),
    (20, "O'Brien's \"best\" 🍵", 0, 1),
    (21, "", 5, 5),
]


@pytest.fixture
def conn(answer: Any, database: Database) -> Iterator[sqlite3.Connection]:
    """A connection that the answer has opened."""
    opened = answer.connect(database.path)
    assert isinstance(opened, sqlite3.Connection), (
        f"connect() returned {type(opened).__name__}: it returns the open sqlite3.Connection"
    )
    with closing(opened):
        yield opened


@pytest.fixture
def store(answer: Any, conn: sqlite3.Connection) -> sqlite3.Connection:
    """A connection to a database in which the answer has created its table."""
    answer.create_tables(conn)
    return conn


# ---- task 1: connect ------------------------------------------------------------------------


@pytest.mark.task(1)
def test_connect_opens_the_file(conn: sqlite3.Connection, database: Database) -> None:
    """connect() gives an open connection to the database in the file that is asked for."""
    with database.observer() as other:
        other.execute("CREATE TABLE proof (word TEXT)")
        other.execute("INSERT INTO proof VALUES ('here')")
    try:
        row = conn.execute("SELECT word FROM proof").fetchone()
    except sqlite3.Error as error:
        raise AssertionError(
            f"a table that another connection made in {database.path.name} cannot be read through "
            f"the connection ({error}): it must be open, and on that file"
        ) from None
    assert tuple(row) == ("here",), "the connection must be on the file that was asked for"


@pytest.mark.task(1)
def test_rows_are_read_by_name(conn: sqlite3.Connection) -> None:
    """A row's values can be read by their column's name: row["price"]."""
    row = conn.execute("SELECT 250 AS price, 'Tea' AS name").fetchone()
    assert isinstance(row, sqlite3.Row), (
        f"a row is a {type(row).__name__}: the connection's row_factory decides what rows are, "
        "and here they are to be sqlite3.Row"
    )
    assert row["price"] == 250, 'row["price"] must be the value of the column price'


@pytest.mark.task(1)
def test_a_transaction_is_always_open(conn: sqlite3.Connection) -> None:
    """The connection has autocommit=False: nothing is saved before a commit."""
    assert conn.autocommit is False, (
        f"conn.autocommit is {_autocommit(conn.autocommit)}: with False, and only then, every "
        "statement is part of a transaction"
    )


@pytest.mark.task(1)
def test_foreign_keys_are_enforced(conn: sqlite3.Connection) -> None:
    """PRAGMA foreign_keys reads 1 on the connection."""
    (value,) = conn.execute("PRAGMA foreign_keys").fetchone()
    assert value == 1, (
        f"PRAGMA foreign_keys reads {value}: SQLite starts with it off, and while a transaction "
        "is open it ignores the pragma without an error"
    )


# ---- task 2: create_tables ------------------------------------------------------------------


@pytest.mark.task(2)
def test_the_table_is_there(store: sqlite3.Connection, database: Database) -> None:
    """Another connection sees the table products with its four columns."""
    assert store
    columns = {name for (name,) in database.rows("SELECT name FROM pragma_table_info('products')")}
    assert columns, (
        "another connection sees no table products: "
        "a change is private to its connection until it is committed"
    )
    missing = {"id", "name", "price_cents", "quantity"} - columns
    assert not missing, (
        f"the table products lacks {', '.join(sorted(missing))}: its columns are "
        "id, name, price_cents and quantity"
    )
    with _table(database) as other:
        put = "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)"
        try:
            other.executemany(put, [("Tea", 250, 3), ("Tea", 0, 0)])
        except sqlite3.IntegrityError as error:
            raise AssertionError(
                f"two products called Tea, without ids, were refused (“{error}”): "
                "the database gives ids, and two products may have the same name"
            ) from None
        ids = [row["id"] for row in other.execute("SELECT id FROM products")]
        assert None not in ids, (
            "rows that were inserted without an id have none (NULL): "
            "the database gives ids, if the column is the table's INTEGER PRIMARY KEY"
        )
        for column in ("price_cents", "quantity"):
            types = [row[0] for row in other.execute(f"SELECT typeof({column}) FROM products")]
            assert types == ["integer", "integer"], (
                f"whole numbers are stored in {column} as {types[0]}: the type of a column decides "
                "how a number is stored, and this one holds integers"
            )
        for column, values in (
            ("name", (None, 250, 3)),
            ("price_cents", ("Tea", None, 3)),
            ("quantity", ("Tea", 250, None)),
        ):
            try:
                other.execute(put, values)
            except sqlite3.IntegrityError:
                continue
            raise AssertionError(
                f"a product with NULL as its {column} was accepted: "
                "a column allows NULL unless the table says otherwise"
            )


@pytest.mark.task(2)
def test_creating_again_keeps_the_rows(
    answer: Any, store: sqlite3.Connection, database: Database
) -> None:
    """create_tables() on a store that is in use changes nothing."""
    _put(database, ROWS)
    for who in ("the same connection", "the next run of the program"):
        with closing(answer.connect(database.path)) as later:
            try:
                answer.create_tables(store if who == "the same connection" else later)
            except sqlite3.OperationalError as error:
                raise AssertionError(
                    f"create_tables() a second time raised “{error}”: a program calls it at every "
                    "start, so a table that exists is no error"
                ) from None
        kept = _rows(database)
        assert kept == ROWS, (
            f"{len(kept)} of {len(ROWS)} products are left after create_tables() was called again "
            f"by {who}: rows that are there must stay"
        )


# ---- task 3: add_product --------------------------------------------------------------------


@pytest.mark.task(3)
def test_a_new_product_is_saved(answer: Any, store: sqlite3.Connection, database: Database) -> None:
    """Another connection sees a product as soon as add_product() has returned."""
    answer.add_product(store, "Tea", 250, 3)
    seen = _rows(database)
    assert seen, (
        "another connection sees no product after add_product(): "
        "a change is private to its connection until it is committed"
    )
    answer.add_product(store, "Tea", 0, 12)
    assert [row[1:] for row in _rows(database)] == [("Tea", 250, 3), ("Tea", 0, 12)], (
        "the rows are not the products that were added: each value belongs in its column"
    )


@pytest.mark.task(3)
def test_the_new_id_is_returned(answer: Any, store: sqlite3.Connection, database: Database) -> None:
    """add_product() returns the id that the database gave to the new row."""
    _put(database, ROWS)
    for price in (1_001, 1_002):
        returned = answer.add_product(store, "Tea", price, 3)
        found = database.rows("SELECT id FROM products WHERE price_cents = ?", price)
        assert found, "the new product is not there: add_product() must save it"
        assert returned == found[0][0], (
            f"add_product() returned {returned!r} and the new row has id {found[0][0]}: "
            "the cursor that inserted the row knows its id"
        )


@pytest.mark.task(3)
def test_a_name_is_only_text(answer: Any, store: sqlite3.Connection, database: Database) -> None:
    """Quotes, SQL, emoji, any name at all is stored as it is."""
    # SQL text cannot hold a NUL character: such a name can only arrive as a parameter.
    names = ["O'Brien\"); DROP TABLE products;--", *datasets.HOSTILE_NAMES, "nul\0inside"]
    for name in names:
        try:
            answer.add_product(store, name, 250, 3)
        except (sqlite3.Error, ValueError) as error:
            raise AssertionError(
                f"the name {name!r} raised {type(error).__name__}, “{error}”: a value that is put "
                "into the text of a statement is read as SQL"
            ) from None
    stored = [row[1] for row in _rows(database)]
    changed = next(((n, s) for n, s in zip(names, stored, strict=False) if n != s), None)
    assert changed is None, (
        f"the name {changed and changed[0]!r} was stored as {changed and changed[1]!r}: "
        "a value must arrive as it is"
    )
    assert len(stored) == len(names), (
        f"{len(stored)} of {len(names)} products are there: each call adds one, whatever its name"
    )


# ---- task 4: get_product --------------------------------------------------------------------


@pytest.mark.task(4)
def test_one_product_is_found(answer: Any, store: sqlite3.Connection, database: Database) -> None:
    """get_product() gives the product with the id, as a Product."""
    _put(database, ROWS)
    for row in ROWS:
        got = answer.get_product(store, row[0])
        assert isinstance(got, answer.Product), (
            f"get_product() returned a {type(got).__name__}: it returns a Product"
        )
        assert got == answer.Product(*row), "each column belongs in the field of the same name"


@pytest.mark.task(4)
def test_a_missing_product_is_none(
    answer: Any, store: sqlite3.Connection, database: Database
) -> None:
    """get_product() gives None where no product has the id, also where the id is odd."""
    _put(database, ROWS)
    assert answer.get_product(store, 3) is not None, (
        "product 3 is there and was not found: an id that exists gives its product"
    )
    try:
        got = answer.get_product(store, 5)
    except (TypeError, IndexError) as error:
        raise AssertionError(
            f"get_product() for an id that is not there raised “{error}”: "
            "fetchone() returns None where there is no row"
        ) from None
    assert got is None, "no product has the id 5: the answer is None"
    _require_unlocked(database, "get_product() has found no product")
    _require_plain_value(answer.get_product, store)


# ---- task 5: list_products ------------------------------------------------------------------


@pytest.mark.task(5)
def test_all_products_are_listed_by_id(
    answer: Any, store: sqlite3.Connection, database: Database
) -> None:
    """list_products() gives Products ordered by id, and an empty list for an empty store."""
    assert answer.list_products(store) == [], "an empty store has an empty list of products"
    # A read may have opened a transaction; it ends here, so that the next one sees the new rows.
    store.rollback()
    _put(database, ROWS[::-1])
    # SQLite may give rows in any order it likes unless it is told one; this makes it like another.
    store.execute("PRAGMA reverse_unordered_selects = ON")
    got = answer.list_products(store)
    assert got == [answer.Product(*row) for row in ROWS], (
        "the products must come as Products, all of them, and ordered by id: "
        "without ORDER BY a database may give rows in any order"
    )
    _require_unlocked(database, "list_products() has read the products")


@pytest.mark.task(5)
def test_a_list_has_pages(answer: Any, store: sqlite3.Connection, database: Database) -> None:
    """list_products() skips `offset` products and gives at most `limit`."""
    rows = [(3 * i, name, i, 1) for i, name in enumerate(datasets.names(60), start=1)]
    _put(database, rows)
    for limit, offset in ((7, 0), (7, 14), (2, 5), (10, 55), (5, 60), (0, 0), (60, 0)):
        got = [product.id for product in answer.list_products(store, limit=limit, offset=offset)]
        expected = [row[0] for row in rows[offset : offset + limit]]
        assert got == expected, (
            f"limit={limit}, offset={offset} gave {len(got)} of 60 products"
            f"{f', the first with id {got[0]}' if got else ''}: "
            "offset is how many to skip, limit how many to give after that"
        )
    default = answer.list_products(store)
    assert len(default) == 50, f"{len(default)} of 60 products were given: the limit is 50"


# ---- task 6: update_price -------------------------------------------------------------------


@pytest.mark.task(6)
def test_a_new_price_is_saved(answer: Any, store: sqlite3.Connection, database: Database) -> None:
    """update_price() changes the price of one product, for every connection to see."""
    _put(database, ROWS)
    for price in (275, 275):
        done = answer.update_price(store, 3, price)
        assert done is True, (
            f"update_price() returned {done!r} for a product that is there: it returns True, also "
            "where the price was the same before"
        )
    after = _rows(database)
    unchanged = after == ROWS
    assert not unchanged, (
        "another connection sees the old price after update_price(): "
        "a change is private to its connection until it is committed"
    )
    assert after == [(3, "Tea", 275, 3), *ROWS[1:]], (
        "only the price of product 3 was to change: a statement applies to every row that its "
        "WHERE lets through"
    )


@pytest.mark.task(6)
def test_a_price_without_a_product(
    answer: Any, store: sqlite3.Connection, database: Database, sql: SqlLog
) -> None:
    """update_price() says False where no product has the id, and asks the database only once."""
    _put(database, ROWS)
    with sql.at_most(1, "to change one price"):
        assert answer.update_price(store, 3, 275) is True, "product 3 is there: it returns True"
    with sql.at_most(1, "to change the price of a product that is not there"):
        done = answer.update_price(store, 5, 1)
    assert done is False, (
        f"update_price() returned {done!r} for an id that is not there: "
        "a statement that changes no row is no error, only its cursor knows"
    )
    _require_unlocked(database, "update_price() has found nothing to change")
    _require_plain_value(answer.update_price, store, 1)


# ---- task 7: delete_product -----------------------------------------------------------------


@pytest.mark.task(7)
def test_a_product_is_deleted(answer: Any, store: sqlite3.Connection, database: Database) -> None:
    """delete_product() removes one product, for every connection to see."""
    _put(database, ROWS)
    done = answer.delete_product(store, 7)
    assert done is True, f"delete_product() returned {done!r} for a product that is there: True"
    after = _rows(database)
    unchanged = after == ROWS
    assert not unchanged, (
        "another connection still sees the product after delete_product(): "
        "a change is private to its connection until it is committed"
    )
    assert after == [row for row in ROWS if row[0] != 7], (
        f"{len(after)} of {len(ROWS)} products are left after one was deleted: "
        "a statement applies to every row that its WHERE lets through"
    )


@pytest.mark.task(7)
def test_nothing_to_delete(
    answer: Any, store: sqlite3.Connection, database: Database, sql: SqlLog
) -> None:
    """delete_product() says False where no product has the id, and asks the database only once."""
    _put(database, ROWS)
    with sql.at_most(1, "to delete one product"):
        assert answer.delete_product(store, 3) is True, "product 3 is there: it returns True"
    with sql.at_most(1, "to delete a product that is not there"):
        done = answer.delete_product(store, 3)
    assert done is False, (
        f"delete_product() returned {done!r} for an id that is not there any more: "
        "a statement that changes no row is no error, only its cursor knows"
    )
    _require_unlocked(database, "delete_product() has found nothing to delete")
    _require_plain_value(answer.delete_product, store)


# ---- what the checks share ------------------------------------------------------------------


@contextmanager
def _table(database: Database) -> Iterator[sqlite3.Connection]:
    """The check's own connection, to a database that has the table."""
    with database.observer() as other:
        if not other.execute("SELECT 1 FROM sqlite_schema WHERE name = 'products'").fetchone():
            raise AssertionError(
                "another connection sees no table products: create_tables() must save it first"
            )
        yield other


def _put(database: Database, rows: list[tuple[int, str, int, int]]) -> None:
    """Add products, past the answer."""
    with _table(database) as other:
        other.executemany(
            "INSERT INTO products (id, name, price_cents, quantity) VALUES (?, ?, ?, ?)", rows
        )


def _rows(database: Database) -> list[tuple[Any, ...]]:
    """What another connection sees."""
    with _table(database) as other:
        query = "SELECT id, name, price_cents, quantity FROM products ORDER BY id"
        return [tuple(row) for row in other.execute(query)]


def _require_plain_value(function: Any, store: sqlite3.Connection, *rest: int) -> None:
    """An id that came as text, from a web form perhaps, must not be read as SQL."""
    try:
        found = function(store, "0 OR 1 = 1", *rest)
    except (TypeError, ValueError, sqlite3.Error):
        return  # refused, which is as good
    assert not found, (
        f"{function.__name__}() took the id “0 OR 1 = 1” for an id that is there: "
        "a value that is put into the text of a statement is read as SQL"
    )


def _require_unlocked(database: Database, after: str) -> None:
    """Somebody else must be able to write now."""
    with _table(database) as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            other.execute("UPDATE products SET quantity = quantity")
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"after {after}, another connection cannot write (“{error}”): "
                "a transaction must end also when it has changed nothing"
            ) from None


def _autocommit(value: object) -> str:
    legacy = value == sqlite3.LEGACY_TRANSACTION_CONTROL
    return "LEGACY_TRANSACTION_CONTROL, the default" if legacy else repr(value)
