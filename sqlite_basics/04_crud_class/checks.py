import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from runner.api import Database, SqlLog, assert_same_rows, datasets, first_line

ROWS = [
    (3, "Tea", 250, 3),
    (4, "Coffee", 900, 0),
    (7, "Tea", 410, 12),
    (20, "O'Brien's \"best\" 🍵", 0, 1),
    (21, "", 5, 5),
]
COLUMNS = ("id", "name", "price_cents", "quantity")
MILK = ("Milk", 120, 6)
TOO_BIG = 2**63  # an integer of SQLite has 64 bits: the largest is one less
VALUE_IN_TEXT = "a value that becomes a part of the SQL text is read as SQL"
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
    _require_rows(database, ROWS, "to open and close a store changes no row")


@pytest.mark.task(1)
def test_close_closes(answer: Any, database: Database) -> None:
    """After close() no file is open, and a second close() is no error."""
    before = _open_files()
    stores = [answer.ProductStore(database.path) for _ in range(20)]
    for store in stores:
        store.close()
    left = _open_files() - before
    all_closed = left <= 0
    assert all_closed, (
        f"files still open after 20 stores were opened and closed: {left}; a connection is "
        "open until its own close() is called"
    )
    try:
        stores[0].close()
    except sqlite3.Error as error:
        raise AssertionError(
            f"close() a second time raised “{error}”: to close what is closed is no error"
        ) from None


# ---- task 2: add, get, all ------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_product_is_added(answer: Any, store: Any, database: Database) -> None:
    """add() saves a product at once, and returns it with its id."""
    before = _rows(database)
    for name in ("Tea", *datasets.HOSTILE_NAMES):
        call = f"add() of a product named {name!r}"
        try:
            got = store.add(answer.NewProduct(name, 250, 3))
        except sqlite3.Error as error:
            if name == "Tea":  # an error of another kind
                raise
            raise AssertionError(f"{call} raised {first_line(error)}: {VALUE_IN_TEXT}") from None
        after = _rows(database)
        new = [row for row in after if row not in before]
        assert new, (
            f"another connection sees no new product after {call}: without a block each call is "
            "saved when it returns"
        )
        _require_rows(database, [*before, *new[:1]], f"{call} adds one row, and the others stay")
        for column, found, given in zip(COLUMNS[1:], new[0][1:], (name, 250, 3), strict=True):
            same = found == given
            assert same, (
                f"{call} stored {column} = {found!r} where {given!r} was given: each value "
                "belongs in its own column, as it is"
            )
        _require_product(answer, got, new[0], call)
        before = after


@pytest.mark.task(2)
def test_products_are_found(answer: Any, database: Database) -> None:
    """get() gives one Product or None, all() a list of all Products by id."""
    # Without ORDER BY, SQLite reads the smallest thing that has all columns, and its statistics
    # say that this index is: ordered by price.
    with database.observer() as other:
        other.execute("CREATE INDEX by_price ON products (price_cents, name, quantity)")
        other.execute("ANALYZE")
        other.execute("UPDATE sqlite_stat1 SET stat = stat || ' sz=2'")
    store = answer.ProductStore(database.path)
    for row in ROWS:
        _require_product(answer, store.get(row[0]), row, f"get({row[0]})")
    missing = store.get(5)
    is_none = missing is None
    assert is_none, f"get(5) returned {missing!r:.80}: where no product has this id it returns None"
    got = _all_of(answer, store)
    ids, expected = [product.id for product in got], [row[0] for row in ROWS]
    complete, in_order = sorted(ids) == expected, ids == expected
    assert complete, f"all() returned the ids {ids}: it returns every product once"
    assert in_order, (
        f"all() returned the ids {ids}: they come in order only where the query says in which"
    )
    for product, row in zip(got, ROWS, strict=True):
        _require_product(answer, product, row, "all()")
    store.close()


# ---- task 3: update, remove -----------------------------------------------------------------


@pytest.mark.task(3)
def test_only_what_is_named_changes(
    answer: Any, store: Any, database: Database, sql: SqlLog
) -> None:
    """update() changes the named columns of one product, saves, and returns it."""
    changes: dict[str, Any] = {"price_cents": 275}
    got = store.update(3, **changes)
    _require_updated(answer, got, changes, (3, "Tea", 275, 3), database)

    changes = {"quantity": 0, "name": "O'Brien's"}
    row = (3, "O'Brien's", 275, 0)
    got = _updated(store, changes, VALUE_IN_TEXT)
    _require_updated(answer, got, changes, row, database)

    got = _updated(store, {}, "without changes the product is returned as it is")
    _require_updated(answer, got, {}, row, database)

    for changes in ({"quantity": 1}, {}):
        got = store.update(5, **changes)
        is_none = got is None
        assert is_none, (
            f"{_update_call(5, changes)} returned {got!r:.80} where no product has the id 5: "
            "the answer is None"
        )
        _require_rows(database, [row, *ROWS[1:]], "update() adds no product")

    with _delivering(database, sql) as arrived:
        store.update(3, price_cents=280)
    expected = [(3, "O'Brien's", 280, len(arrived)), *ROWS[1:]]
    _require_rows(
        database,
        expected,
        "another program changed the quantity during update(3, price_cents=280), which writes "
        "the price only",
    )


@pytest.mark.task(3)
def test_unknown_columns_are_refused(store: Any, database: Database) -> None:
    """update() with a name that is no column raises TypeError and changes nothing."""
    store.update(3, quantity=4)
    expected = [(3, "Tea", 250, 4), *ROWS[1:]]
    _require_rows(database, expected, "update(3, quantity=4) changes the quantity of product 3")
    for name in ("name = 'x', price_cents", "id", "colour", "quantity = 99 --"):
        try:
            store.update(3, **{"quantity": 5, name: 1})
            outcome = "raised nothing"
        except TypeError:
            outcome = ""
        except Exception as error:
            outcome = f"raised {first_line(error)}"
        changed = _rows(database) != expected
        assert not changed, (
            f"update() with a column {name!r} changed the table: names are compared with the known "
            "ones before anything is done, or they become a part of the SQL text"
        )
        refused = not outcome
        assert refused, (
            f"update() with a column {name!r} {outcome}: a name that is no column is a TypeError"
        )


@pytest.mark.task(3)
def test_a_product_is_removed(store: Any, database: Database) -> None:
    """remove() deletes one product and saves it, and says False where there is none."""
    for times, expected in (("", True), (" a second time", False)):
        got = store.remove(7)
        gone = [row[0] for row in ROWS if row not in _rows(database)]
        assert gone, (
            "another connection still sees product 7 after remove(7): without a block each call "
            "is saved when it returns"
        )
        only_that = gone == [7]
        assert only_that, f"remove(7) deleted the products {gone}: it deletes the one with this id"
        right = got is expected
        assert right, (
            f"remove(7){times} returned {got!r:.80}: it returns True where it has deleted a "
            "product, and False where there was none"
        )
    _require_writable(database, "after remove() found nothing")


@pytest.mark.task(3)
def test_a_closed_store_refuses(answer: Any, database: Database) -> None:
    """After close() every one of these methods raises sqlite3.ProgrammingError."""
    store = answer.ProductStore(database.path)
    _require_product(answer, store.get(3), ROWS[0], "get(3)")
    store.close()
    for call, work in (
        ("get(3)", lambda: store.get(3)),
        ("all()", lambda: store.all()),
        ("add()", lambda: store.add(answer.NewProduct("Milk", 120, 6))),
        ("update(3, quantity=1)", lambda: store.update(3, quantity=1)),
        ("remove(3)", lambda: store.remove(3)),
    ):
        _require_refused(call, work, "after close()")
    _require_rows(database, ROWS, "a closed store changes nothing")


# ---- task 4: the block ----------------------------------------------------------------------


@pytest.mark.task(4)
def test_a_block_is_saved_at_its_end(answer: Any, database: Database) -> None:
    """In a block changes are seen by the store alone; at its end by all, and it is closed."""
    before = _open_files()
    store = answer.ProductStore(database.path)
    new_id = 0

    def work(inside: Any) -> None:
        nonlocal new_id
        is_store = inside is store
        assert is_store, f"__enter__ returned a {type(inside).__name__}: it returns the store"
        new_id = _added(answer, store).id
        store.update(3, price_cents=1)
        store.remove(4)
        saved = _seen_beside(database) != ROWS
        assert not saved, (
            "another connection sees changes of a block that has not ended: in a block nothing is "
            "saved before its end"
        )
        got = store.get(new_id)
        _require_product(answer, got, (new_id, *MILK), "get() of what the block has added")

    _in_block(store, work)
    expected = [(3, "Tea", 1, 3), *ROWS[2:], (new_id, *MILK)]
    rule = "after a block without an exception its changes are saved"
    _require_rows(database, expected, rule)
    _require_closed(store, before, "after the block")


@pytest.mark.task(4)
def test_a_failed_block_leaves_nothing(answer: Any, database: Database) -> None:
    """Any exception that leaves a block reaches the caller, and nothing of the block stays."""
    good = answer.ProductStore(database.path)
    _in_block(good, lambda _: good.remove(21))
    _require_rows(database, ROWS[:-1], "a block that raises nothing is saved")
    for exception in (ValueError("no"), sqlite3.OperationalError("no"), KeyboardInterrupt()):
        before = _open_files()
        store = answer.ProductStore(database.path)

        def work(_: Any, store: Any = store, exception: BaseException = exception) -> None:
            _added(answer, store)
            store.remove(3)
            raise exception

        came_out = _in_block(store, work, raises=exception)
        outcome = repr(came_out) if came_out else "nothing"
        goes_on = came_out is exception
        assert goes_on, (
            f"the block raised {exception!r}, and {outcome} came out of it: "
            "an exception goes on to the caller as it is"
        )
        saved = _rows(database) != ROWS[:-1]
        assert not saved, (
            f"{type(exception).__name__} left the block, and its changes are saved: a block is "
            "one unit, all of it or nothing"
        )
        _require_closed(store, before, f"after a block that {type(exception).__name__} has left")
        _require_writable(database, "after a failed block")


@pytest.mark.task(4)
def test_a_refused_call_is_not_the_block(answer: Any, database: Database) -> None:
    """A call that raises changes nothing, and the block that goes on is saved as a whole."""
    store = answer.ProductStore(database.path)
    new_id = 0

    def work(_: Any) -> None:
        nonlocal new_id
        new_id = _added(answer, store).id
        for call in (
            lambda: store.add(answer.NewProduct(None, 120, 6)),
            lambda: store.update(3, price_cents=1, quantity=TOO_BIG),
            lambda: store.update(3, price_cents=1, colour=1),
        ):
            try:
                call()
            except NotImplementedError:
                raise
            except Exception:  # which one is SQLite's choice, or the store's
                pass
            saved = _seen_beside(database) != ROWS
            assert not saved, (
                "a call in a block raised, and another connection sees what the block has changed "
                "before: in a block nothing is saved before its end"
            )
        store.remove(4)

    _in_block(store, work)
    expected = [ROWS[0], *ROWS[2:], (new_id, *MILK)]
    rule = (
        "a block added Milk, caught the errors of add() without a name, update() with "
        "quantity=2**63 and update() with a colour, and removed product 4: "
        "a call that raises changes nothing and undoes nothing else"
    )
    _require_rows(database, expected, rule)


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
            _read_beside(answer, store, other)
            store.close()


@pytest.mark.task(5)
def test_a_failed_call_keeps_nobody_waiting(answer: Any, store: Any, database: Database) -> None:
    """After a call that has raised, others can write at once, and the store can as well."""
    for call, work in (
        ("add() of a product whose name is None", lambda: _added(answer, store, (None, 120, 6))),
        ("update(3, quantity=None)", lambda: store.update(3, quantity=None)),
        (
            "update(3, price_cents=1, quantity=2**63)",
            lambda: store.update(3, price_cents=1, quantity=TOO_BIG),
        ),
        ("update(3, price_cents=1, colour=1)", lambda: store.update(3, price_cents=1, colour=1)),
    ):
        outcome = "returned"
        try:
            work()
        except Exception as error:  # which one is SQLite's choice, or the store's
            outcome = f"raised {type(error).__name__}"
        _require_writable(database, f"after {call} {outcome}")
        _require_rows(database, ROWS, f"{call} {outcome}: what cannot be stored changes nothing")
    new = _added(answer, store)
    _require_rows(database, [*ROWS, (new.id, *MILK)], "an add() after one that failed is saved")


@pytest.mark.task(5)
def test_two_stores_do_not_share(answer: Any, database: Database) -> None:
    """Two stores on one file have nothing in common: no transaction, and no end."""
    first, second = answer.ProductStore(database.path), answer.ProductStore(database.path)
    row: tuple[Any, ...] = ()

    def work(_: Any) -> None:
        nonlocal row
        row = (_added(answer, first).id, *MILK)
        _require_product(answer, first.get(row[0]), row, "get() of what the block has added")
        seen = _unless_locked(lambda: second.get(row[0]))
        shared = seen is not None
        assert not shared, (
            "a second store sees what the first has not saved yet: "
            "each store has a connection of its own"
        )

    _in_block(first, work)
    try:
        got = second.get(row[0])
    except sqlite3.ProgrammingError as error:
        raise AssertionError(
            f"the first store was closed, and the second one is, too (“{error}”): "
            "each store has a connection of its own"
        ) from None
    _require_product(answer, got, row, "get() of the second store, after the first one's block,")
    second.close()


@pytest.mark.task(5)
def test_two_threads_do_not_share(answer: Any, database: Database) -> None:
    """Another thread gets a clear error, or a right result, never a part of this one's unit."""
    store = answer.ProductStore(database.path)
    outcome: list[Any] = []
    refused = _CardRefused()
    new_id = 0

    def use_it_too() -> None:
        try:
            outcome.append(store.get(new_id))
        except Exception as error:  # which one is the store's choice
            outcome.append(error)

    thread = threading.Thread(target=use_it_too, daemon=True)

    def work(_: Any) -> None:
        nonlocal new_id
        new_id = _added(answer, store).id
        thread.start()
        # A store with a lock keeps the other thread waiting until the block ends.
        thread.join(timeout=1.5)
        raise refused

    _in_block(store, work, raises=refused)
    thread.join(timeout=10)
    assert outcome, (
        "the other thread still waits, 10 s after the block has ended: whoever takes the lock "
        "gives it back"
    )
    shared = isinstance(outcome[0], answer.Product)
    assert not shared, (
        f"another thread read {outcome[0]}, which was never saved: two threads on one connection "
        "are in one transaction"
    )
    _require_rows(database, ROWS, "the block failed: nothing of it is saved")


@pytest.mark.task(5)
def test_products_outlive_their_store(answer: Any, database: Database) -> None:
    """What a store has returned can be used when it is closed."""
    store = answer.ProductStore(database.path)
    returned: list[tuple[str, Any, tuple[Any, ...]]] = []

    def work(_: Any) -> None:
        products = zip(_all_of(answer, store), ROWS, strict=True)
        returned.extend(("all()", product, row) for product, row in products)
        returned.append(("get(7)", store.get(7), ROWS[2]))
        new = _added(answer, store)
        returned.append(("add()", new, (new.id, *MILK)))
        returned.append(("update()", store.update(4, quantity=8), (4, "Coffee", 900, 8)))

    _in_block(store, work)
    for call, product, row in returned:
        try:
            _require_product(answer, product, row, call)
        except (sqlite3.Error, AttributeError) as error:
            raise AssertionError(
                f"a product of {call} could not be read after its store was closed (“{error}”): "
                "what is returned must not need the connection"
            ) from None


@pytest.mark.task(5)
def test_a_failed_start_leaves_nothing_open(answer: Any, database: Database, folder: Path) -> None:
    """When a store cannot be opened, the caller gets the error, and no connection stays open."""
    answer.ProductStore(database.path).close()
    path = folder / "notes.db"
    path.write_text("This is a shopping list, and no database.\n" * 50, encoding="utf-8")
    before = _open_files()
    raised: sqlite3.Error | None = None
    try:
        answer.ProductStore(path)
    except sqlite3.Error as error:
        raised = error  # its traceback keeps alive what __init__ has made
    assert raised is not None, (
        "ProductStore(path) of a file that is no database raised nothing: the caller has to hear "
        "of it, and the first CREATE TABLE finds out"
    )
    left = _open_files() - before
    all_closed = left <= 0
    assert all_closed, (
        f"ProductStore(path) of a file that is no database raised {first_line(raised)}, and its "
        "connection is still open: who opens, closes, also where the rest of the opening fails"
    )


# ---- what the checks share ------------------------------------------------------------------


def _rows(database: Database) -> list[tuple[Any, ...]]:
    """What another connection sees."""
    return database.rows("SELECT id, name, price_cents, quantity FROM products ORDER BY id")


def _require_rows(database: Database, expected: list[tuple[Any, ...]], rule: str) -> None:
    assert_same_rows(_rows(database), expected, rule)


def _seen_beside(database: Database) -> list[tuple[Any, ...]]:
    """What another connection sees now; a writer that locks readers out shows nothing new."""
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        query = "SELECT id, name, price_cents, quantity FROM products ORDER BY id"
        return _unless_locked(lambda: [tuple(row) for row in other.execute(query)], ROWS)


@contextlib.contextmanager
def _delivering(database: Database, sql: SqlLog) -> Iterator[list[str]]:
    """Another program adds one to product 3 before each statement, unless a lock keeps it out."""
    arrived: list[str] = []
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")

        def deliver(text: str) -> None:
            with contextlib.suppress(sqlite3.OperationalError):
                other.execute("UPDATE products SET quantity = quantity + 1 WHERE id = 3")
                arrived.append(text)

        with sql.tap(deliver):
            yield arrived


def _unless_locked(read: Callable[[], Any], otherwise: Any = None) -> Any:
    try:
        return read()
    except sqlite3.OperationalError:
        return otherwise


def _in_block(
    store: Any, work: Callable[[Any], Any], raises: BaseException | None = None
) -> BaseException | None:
    """Do some work in a block of the store, and give what came out of it.

    What the work raises goes through the answer's own `__exit__`, which may swallow it or raise
    another exception instead.  So it is raised here again, unless it is what the work `raises` on
    purpose.
    """
    raised = came_out = None
    try:
        with store as inside:
            try:
                work(inside)
            except BaseException as error:
                raised = error
                raise
    except BaseException as error:
        came_out = error
    if raised is not raises and raised is not None:
        raise raised
    if raised is None and came_out is not None:
        raise came_out
    return came_out


def _added(answer: Any, store: Any, values: tuple[Any, ...] = MILK) -> Any:
    """The new product, if it is one."""
    new = store.add(answer.NewProduct(*values))
    is_product = isinstance(new, answer.Product)
    assert is_product, f"add() returned a {type(new).__name__}: it returns the new Product"
    return new


def _all_of(answer: Any, store: Any) -> list[Any]:
    """The answer's list, if it is one of products."""
    got = store.all()
    is_list = isinstance(got, list)
    assert is_list, f"all() returned a {type(got).__name__}: it returns a list"
    others = [item for item in got if not isinstance(item, answer.Product)]
    only_products = not others
    assert only_products, f"the list of all() holds {others[0]!r:.80}: each row becomes a Product"
    return got


def _update_call(product_id: int, changes: dict[str, Any]) -> str:
    values = "".join(f", {name}={value!r}" for name, value in changes.items())
    return f"update({product_id}{values})"


def _updated(store: Any, changes: dict[str, Any], rule: str) -> Any:
    try:
        return store.update(3, **changes)
    except sqlite3.Error as error:
        call = _update_call(3, changes)
        raise AssertionError(f"{call} raised {first_line(error)}: {rule}") from None


def _require_updated(
    answer: Any, got: Any, changes: dict[str, Any], row: tuple[Any, ...], database: Database
) -> None:
    call = _update_call(3, changes)
    rule = "changes these columns of product 3, nothing else, and saves it"
    if not changes:
        rule = "changes nothing"
    _require_rows(database, [row, *ROWS[1:]], f"{call} {rule}")
    _require_product(answer, got, row, call)


def _require_product(answer: Any, got: Any, row: tuple[Any, ...], call: str) -> None:
    """Fail where `got` is not the Product of this row, and name the first field that differs."""
    is_product = isinstance(got, answer.Product)
    assert is_product, f"{call} returned {got!r:.80}: it returns the Product with the id {row[0]}"
    for field, stored in zip(COLUMNS, row, strict=True):
        found = getattr(got, field)
        same = found == stored
        assert same, (
            f"{call} returned a product with {field} = {found!r} where {stored!r} is stored: each "
            "value belongs in the field of its column"
        )


def _read_beside(answer: Any, store: Any, other: sqlite3.Connection) -> None:
    """Write between any two calls of the store."""
    reads: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("get(3)", lambda: store.get(3)),
        ("all()", lambda: _all_of(answer, store)[0]),
        ("update(3)", lambda: store.update(3)),
        ("update(5, quantity=1)", lambda: store.update(5, quantity=1) or store.get(3)),
    )
    for number, (call, read) in enumerate(reads, start=100):
        read()
        try:
            other.execute("UPDATE products SET quantity = ? WHERE id = 3", (number,))
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"another connection could not write after {call} had returned (“{error}”): "
                "a read, too, can open a transaction, which holds its lock until it ends"
            ) from None
        got = read()
        _require_product(answer, got, (3, "Tea", 250, getattr(got, "quantity", None)), call)
        is_new = got.quantity == number
        assert is_new, (
            f"{call} shows the quantity {got.quantity}, and another connection has written "
            f"{number} before: a transaction that stays open goes on seeing the old rows"
        )


def _require_closed(store: Any, before: int, when: str) -> None:
    """Fail where a store has a file open that was not open before, or still answers."""
    left = _open_files() - before
    all_closed = left <= 0
    assert all_closed, (
        f"{when} the store's connection is still open: the end of a block closes the store"
    )
    _require_refused("get(3)", lambda: store.get(3), when)


def _require_refused(call: str, work: Callable[[], Any], when: str) -> None:
    try:
        outcome = f"returned {work()!r:.80}"
    except sqlite3.ProgrammingError:
        return
    except NotImplementedError:
        raise
    except Exception as error:
        outcome = f"raised {first_line(error)}"
    raise AssertionError(
        f"{when} {call} {outcome}: a store that is closed raises sqlite3.ProgrammingError"
    )


def _require_writable(database: Database, when: str) -> None:
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            other.execute("UPDATE products SET quantity = quantity")
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"{when} another connection cannot write (“{error}”): "
                "a transaction keeps its lock until it is committed or rolled back"
            ) from None


def _open_files() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())
