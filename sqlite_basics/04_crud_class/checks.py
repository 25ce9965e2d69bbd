import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from runner.api import Database, datasets

ROWS = [
    (3, "Tea", 250, 3),
    (4, "Coffee", 900, 0),
    (7, "Tea", 410, 12),
    (20, "O'Brien's \"best\" 🍵", 0, 1),
    (21, "", 5, 5),
]
SCHEMA = """
    CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL,
        price_cents INTEGER NOT NULL, quantity INTEGER NOT NULL)
"""


def seed(database: Database) -> None:
    """A shop that has been open for a while."""
    with database.observer() as other:
        other.execute(SCHEMA)
        other.executemany("INSERT INTO products VALUES (?, ?, ?, ?)", ROWS)


class _CardRefused(Exception):
    """What makes a block fail."""


@pytest.fixture
def store(answer: Any, database: Database) -> Iterator[Any]:
    """An open store, used without a block."""
    opened = answer.ProductStore(database.path)
    yield opened
    opened.close()


# ---- task 1: __init__, close ----------------------------------------------------------------


@pytest.mark.task(1)
def test_a_store_has_its_table(answer: Any, database: Database, folder: Path) -> None:
    """A new file gets the table, and a table that is there keeps its rows."""
    new = Database.sqlite(folder / "new.db")
    for _ in ("the first start", "the second start"):
        answer.ProductStore(new.path).close()
        found = new.rows("SELECT name FROM sqlite_schema WHERE name = 'products'")
        assert found, (
            "another connection sees no table products in a new file after ProductStore(path): "
            "a table, too, is private until it is committed"
        )
    answer.ProductStore(database.path).close()
    assert _rows(database) == ROWS, "the rows of a store that was opened and closed: they stay"


@pytest.mark.task(1)
def test_close_closes(answer: Any, database: Database) -> None:
    """After close() no file is open; a second close() is no error, any use is one."""
    before = _open_files()
    stores = [answer.ProductStore(database.path) for _ in range(20)]
    for store in stores:
        store.close()
    left = _open_files() - before
    assert left <= 0, (
        f"files still open after 20 stores were opened and closed: {left}; a connection is "
        "open until its own close() is called"
    )
    try:
        stores[0].close()
    except sqlite3.Error as error:
        raise AssertionError(
            f"close() a second time raised “{error}”: to close what is closed is no error"
        ) from None
    _require_closed(stores[0], "after close()")


# ---- task 2: add, get, all ------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_product_is_added(answer: Any, store: Any, database: Database) -> None:
    """add() saves a product at once, and returns it with its id."""
    for name in ("Tea", *datasets.HOSTILE_NAMES):
        got = store.add(answer.NewProduct(name, 250, 3))
        assert isinstance(got, answer.Product), (
            f"add() returned a {type(got).__name__}: it returns the new Product"
        )
        last = _rows(database)[-1]
        assert last[0] > ROWS[-1][0], (
            "another connection sees no new product after add(): without a block each call is "
            "saved when it returns"
        )
        assert got == answer.Product(*last), "what add() returns is what is stored"
        assert last[1:] == (name, 250, 3), "each value belongs in its column, as it is"


@pytest.mark.task(2)
def test_products_are_found(answer: Any, store: Any) -> None:
    """get() gives one Product or None, all() a list of all Products by id."""
    for row in ROWS:
        assert store.get(row[0]) == answer.Product(*row), "get() gives the product with this id"
    assert store.get(5) is None, "no product has the id 5: the answer is None"
    got = store.all()
    assert isinstance(got, list), f"all() returned a {type(got).__name__}: it returns a list"
    assert got == [answer.Product(*row) for row in ROWS], "all products, as Products, by their id"


# ---- task 3: update, remove -----------------------------------------------------------------


@pytest.mark.task(3)
def test_only_what_is_named_changes(answer: Any, store: Any, database: Database) -> None:
    """update() changes the named columns of one product, saves, and returns it."""
    for changes, row in (
        ({"price_cents": 275}, (3, "Tea", 275, 3)),
        ({"quantity": 0, "name": "O'Brien's"}, (3, "O'Brien's", 275, 0)),
        ({}, (3, "O'Brien's", 275, 0)),
    ):
        got = store.update(3, **changes)
        assert _rows(database) == [row, *ROWS[1:]], (
            f"update(3, {changes}) changes these columns of product 3, nothing else, and saves it"
        )
        assert got == answer.Product(*row), "update() returns the product as it is now"
    for changes in ({"quantity": 1}, {}):
        assert store.update(5, **changes) is None, "no product has the id 5: the answer is None"


@pytest.mark.task(3)
def test_unknown_columns_are_refused(store: Any, database: Database) -> None:
    """update() with a name that is no column raises TypeError and changes nothing."""
    store.update(3, quantity=4)
    expected = [(3, "Tea", 250, 4), *ROWS[1:]]
    assert _rows(database) == expected, "update(3, quantity=4) changes the quantity of product 3"
    for name in ("name = 'x', price_cents", "id", "colour", "quantity = 99 --"):
        try:
            store.update(3, **{"quantity": 5, name: 1})
            outcome = "raised nothing"
        except TypeError:
            outcome = ""
        except sqlite3.Error as error:
            outcome = f"raised {type(error).__name__}, “{error}”"
        changed = _rows(database) != expected
        assert not changed, (
            f"update() with a column {name!r} changed the table: names are compared with the known "
            "ones before anything is done, or they become a part of the SQL text"
        )
        assert not outcome, (
            f"update() with a column {name!r} {outcome}: a name that is no column is a TypeError"
        )


@pytest.mark.task(3)
def test_a_product_is_removed(store: Any, database: Database) -> None:
    """remove() deletes one product and saves it, and says False where there is none."""
    assert store.remove(7) is True, "product 7 is there: remove() returns True"
    assert _rows(database) == [row for row in ROWS if row[0] != 7], "product 7, and no other, goes"
    assert store.remove(7) is False, "product 7 is gone: remove() returns False"
    _require_writable(database, "after remove() found nothing")


# ---- task 4: the block ----------------------------------------------------------------------


@pytest.mark.task(4)
def test_a_block_is_saved_at_its_end(answer: Any, database: Database) -> None:
    """In a block changes are seen by the store alone; at its end by all, and it is closed."""
    store = answer.ProductStore(database.path)
    with store as inside:
        assert inside is store, (
            f"__enter__ returned a {type(inside).__name__}: it returns the store"
        )
        new = inside.add(answer.NewProduct("Milk", 120, 6))
        inside.update(3, price_cents=1)
        inside.remove(4)
        assert inside.get(new.id) == new, "inside the block the store sees its own changes"
        assert _seen_beside(database) == ROWS, (
            "another connection sees changes of a block that has not ended: in a block nothing is "
            "saved before its end"
        )
    expected = [(3, "Tea", 1, 3), *ROWS[2:], (new.id, "Milk", 120, 6)]
    assert _rows(database) == expected, "after a block without an exception its changes are saved"
    _require_closed(store, "after the block")


@pytest.mark.task(4)
def test_a_failed_block_leaves_nothing(answer: Any, database: Database) -> None:
    """Any exception that leaves a block reaches the caller, and nothing of the block stays."""
    with answer.ProductStore(database.path) as store:
        store.remove(21)
    for exception in (ValueError("no"), sqlite3.OperationalError("no"), KeyboardInterrupt()):
        store = answer.ProductStore(database.path)
        try:
            with store:
                store.add(answer.NewProduct("Milk", 120, 6))
                store.remove(3)
                raise exception
        except BaseException as error:
            came_out: BaseException | None = error
        else:
            came_out = None
        assert came_out is exception, (
            f"the block raised {exception!r}, and {came_out!r} came out of it: "
            "an exception goes on to the caller as it is"
        )
        assert _rows(database) == ROWS[:-1], (
            f"{type(exception).__name__} left the block, and its changes are saved: a block is "
            "one unit, all of it or nothing"
        )
        _require_closed(store, f"after a block that {type(exception).__name__} has left")
        _require_writable(database, "after a failed block")


# ---- task 5: others -------------------------------------------------------------------------


@pytest.mark.task(5)
def test_reading_keeps_nobody_waiting(answer: Any, database: Database) -> None:
    """After a read without a block others can write at once, and the next read sees it."""
    # With a rollback journal an open read keeps writers out; in WAL mode it sees old rows.
    for journal in ("delete", "wal"):
        with database.observer() as other:
            other.execute(f"PRAGMA journal_mode = {journal}")
            other.execute("PRAGMA busy_timeout = 0")
            store = answer.ProductStore(database.path)
            _read_beside(store, other)
            store.close()


@pytest.mark.task(5)
def test_two_stores_do_not_share(answer: Any, database: Database) -> None:
    """Two stores on one file have nothing in common: no transaction, and no end."""
    first, second = answer.ProductStore(database.path), answer.ProductStore(database.path)
    with first:
        new = first.add(answer.NewProduct("Milk", 120, 6))
        assert first.get(new.id) == new, "a store sees its own changes"
        seen = _unless_locked(lambda: second.get(new.id))
        assert seen is None, (
            "a second store sees what the first has not saved yet: "
            "each store has a connection of its own"
        )
    try:
        assert second.get(new.id) == new, (
            "after the first store's block the second sees its product"
        )
    except sqlite3.ProgrammingError as error:
        raise AssertionError(
            f"the first store was closed, and the second one is, too (“{error}”): "
            "each store has a connection of its own"
        ) from None
    second.close()


@pytest.mark.task(5)
def test_two_threads_do_not_share(answer: Any, database: Database) -> None:
    """Another thread gets a clear error, or a right result, never a part of this one's unit."""
    store = answer.ProductStore(database.path)
    outcome: list[Any] = []
    ids: list[int] = []

    def use_it_too() -> None:
        try:
            outcome.append(store.get(ids[0]))
        except Exception as error:  # which one is the store's choice
            outcome.append(error)

    thread = threading.Thread(target=use_it_too, daemon=True)
    try:
        with store:
            ids.append(store.add(answer.NewProduct("Milk", 120, 6)).id)
            thread.start()
            # A store with a lock keeps the other thread waiting until the block ends.
            thread.join(timeout=1.5)
            raise _CardRefused
    except _CardRefused:
        pass
    thread.join(timeout=10)
    assert outcome, (
        "the other thread still waits, 10 s after the block has ended: whoever takes the lock "
        "gives it back"
    )
    assert not isinstance(outcome[0], answer.Product), (
        f"another thread read {outcome[0]}, which was never saved: two threads on one connection "
        "are in one transaction"
    )
    assert _rows(database) == ROWS, "the block failed: nothing of it is saved"


@pytest.mark.task(5)
def test_products_outlive_their_store(answer: Any, database: Database) -> None:
    """What a store has returned can be used when it is closed."""
    with answer.ProductStore(database.path) as store:
        everything, one, new = store.all(), store.get(7), store.add(answer.NewProduct("M", 1, 2))
        changed = store.update(4, quantity=8)
    try:
        found = [list(everything), one.name, new.quantity, changed.quantity]
    except (sqlite3.Error, AttributeError) as error:
        raise AssertionError(
            f"a product could not be read after its store was closed (“{error}”): "
            "what is returned must not need the connection"
        ) from None
    assert found == [[answer.Product(*row) for row in ROWS], "Tea", 2, 8], (
        "products keep their values"
    )


# ---- what the checks share ------------------------------------------------------------------


def _rows(database: Database) -> list[tuple[Any, ...]]:
    """What another connection sees."""
    return database.rows("SELECT id, name, price_cents, quantity FROM products ORDER BY id")


def _seen_beside(database: Database) -> list[tuple[Any, ...]]:
    """What another connection sees now; a writer that locks readers out shows nothing new."""
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        query = "SELECT id, name, price_cents, quantity FROM products ORDER BY id"
        return _unless_locked(lambda: [tuple(row) for row in other.execute(query)], ROWS)


def _unless_locked(read: Callable[[], Any], otherwise: Any = None) -> Any:
    try:
        return read()
    except sqlite3.OperationalError:
        return otherwise


def _read_beside(store: Any, other: sqlite3.Connection) -> None:
    """Write between any two calls of the store."""
    reads: tuple[Callable[[], int], ...] = (
        lambda: store.get(3).quantity,
        lambda: store.all()[0].quantity,
        lambda: store.update(3).quantity,
        lambda: store.update(5, quantity=1) or store.get(3).quantity,
    )
    for number, read in enumerate(reads, start=100):
        read()
        try:
            other.execute("UPDATE products SET quantity = ? WHERE id = 3", (number,))
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"another connection could not write after a call had returned (“{error}”): "
                "a read, too, can open a transaction, which holds its lock until it ends"
            ) from None
        assert read() == number, (
            "the store does not see what another connection has written since its last read: "
            "a transaction that stays open goes on seeing the old rows"
        )


def _require_closed(store: Any, when: str) -> None:
    try:
        store.get(3)
    except sqlite3.ProgrammingError:
        return
    raise AssertionError(
        f"{when} the store still answers: its connection is to be closed, "
        "and a closed connection raises ProgrammingError"
    )


def _require_writable(database: Database, when: str) -> None:
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            other.execute("UPDATE products SET quantity = quantity")
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"{when} another connection cannot write (“{error}”): "
                "a transaction that has done its work must end"
            ) from None


def _open_files() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())
