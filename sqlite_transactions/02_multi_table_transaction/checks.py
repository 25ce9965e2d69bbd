import itertools
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from runner.api import Database, SqlLog, assert_same_rows

# The checks' own copy: an answer cannot soften the schema it is checked against.
SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    stock INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    total_cents INTEGER NOT NULL
) STRICT;
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price_cents INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
) STRICT;
"""
ANA, BEN = 1, 70
TEA, COFFEE, RARE, FREE, NONE_LEFT = 1, 2, 30, 40, 50
NOBODY = NOTHING = 999
PRICES = {TEA: 250, COFFEE: 900, RARE: 2**40, FREE: 0, NONE_LEFT: 100}
STOCK = {TEA: 100, COFFEE: 5, RARE: 1, FREE: 9, NONE_LEFT: 0}
COLUMNS = {
    "products": ("id", "price_cents", "stock"),
    "orders": ("id", "customer_id", "total_cents"),
    "order_lines": ("order_id", "position", "product_id", "quantity", "price_cents"),
}
KEYS = {"products": 1, "orders": 1, "order_lines": 2}
"""How many of the columns are the key."""


def seed(database: Database) -> None:
    """Two customers, five products, and one order from last year."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as conn:
        conn.executescript(SCHEMA)
        conn.execute("INSERT INTO customers VALUES (?, 'O''Hara'), (?, '家')", (ANA, BEN))
        conn.executemany(
            "INSERT INTO products VALUES (?, ?, ?, ?)",
            [(i, f"product '{i}' ✓", PRICES[i], STOCK[i]) for i in PRICES],
        )
        conn.execute("INSERT INTO orders VALUES (6, ?, 100)", (BEN,))
        conn.execute("INSERT INTO order_lines VALUES (6, 1, ?, 1, 100)", (NONE_LEFT,))


# ---- what the checks look with ----------------------------------------------------------------


class FailingCursor(sqlite3.Cursor):
    """Asks its connection before each statement whether it is to fail."""

    def execute(self, sql: str, *args: Any) -> "FailingCursor":
        """Execute, or fail."""
        step(self.connection, sql)
        super().execute(sql, *args)
        return self

    def executemany(self, sql: str, *args: Any) -> "FailingCursor":
        """Execute, or fail."""
        step(self.connection, sql)
        super().executemany(sql, *args)
        return self


class FailingConnection(sqlite3.Connection):
    """A plain connection of which one statement can be made to fail."""

    fail_at = 0
    """The number of the statement that fails; 0 for none."""
    failure: BaseException = RuntimeError()
    """What it raises."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps: list[str] = []

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """A cursor that can fail."""
        return super().cursor(*args, **{"factory": FailingCursor} | kwargs)

    # sqlite3's own versions of these do not ask `cursor` for one.

    def execute(self, *args: Any) -> Any:
        """Execute, or fail."""
        return self.cursor().execute(*args)

    def executemany(self, *args: Any) -> Any:
        """Execute, or fail."""
        return self.cursor().executemany(*args)

    def commit(self) -> None:
        """Commit, or fail."""
        if self.autocommit is not True:
            step(self, "COMMIT")
        super().commit()


def step(conn: sqlite3.Connection, sql: str) -> None:
    """Count a statement, and fail if it is the one."""
    assert isinstance(conn, FailingConnection)
    text = " ".join(sql.split())
    if text.upper().startswith(("ROLLBACK", "PRAGMA")):
        return
    conn.steps.append(text)
    if len(conn.steps) == conn.fail_at:
        raise conn.failure


def broken_disk() -> sqlite3.OperationalError:
    """The error of SQLite."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_IOERR, "SQLITE_IOERR"
    return error


@contextmanager
def connected(path: Path) -> Iterator[FailingConnection]:
    """The connection for the answer."""
    conn = sqlite3.connect(path, autocommit=True, factory=FailingConnection)
    assert isinstance(conn, FailingConnection)
    with closing(conn):
        conn.execute("PRAGMA foreign_keys = ON")
        # Nothing here is killed: a check need not wait for the disk.
        conn.execute("PRAGMA synchronous = OFF")
        yield conn


type State = dict[str, list[tuple[Any, ...]]]
"""The rows of each table."""


def state(database: Database) -> State:
    """Everything, as another connection sees it."""
    return {
        table: database.rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2")
        for table, columns in COLUMNS.items()
    }


def differences(before: State, after: State, table: str) -> Iterator[tuple[int, str]]:
    """The rows of a table that are not the same: the first part of the key, and what it is."""
    width, columns = KEYS[table], COLUMNS[table]
    old = {row[:width]: row for row in before[table]}
    new = {row[:width]: row for row in after[table]}
    for key in sorted(old.keys() | new.keys()):
        name = ", ".join(f"{columns[i]} {key[i]}" for i in range(width))
        if key not in new:
            yield key[0], f"{table}, {name}: the row is gone"
        elif key not in old:
            yield key[0], f"{table}, {name}: a new row, {new[key]}"
        else:
            for column, was, now in zip(columns, old[key], new[key], strict=True):
                if was != now:
                    yield key[0], f"{table}, {name}: {column} is {now}, not {was}"


def changed(before: State, after: State) -> str:
    """The tables that are not the same."""
    return ", ".join(name for name in before if before[name] != after[name]) or "nothing"


def assert_unchanged(before: State, after: State, what: str, rule: str) -> None:
    """No table has changed; the detail names row and column."""
    __tracebackhide__ = True
    found = [text for table in COLUMNS for _, text in differences(before, after, table)]
    if found:
        details = "\n".join(found)
        raise AssertionError(f"{what} {changed(before, after)} had changed{rule}\n{details}")


def cart(answer: Any, *lines: tuple[int, int]) -> list[Any]:
    """A request with prices that are not the stored ones."""
    return [answer.Line(product, quantity, 1) for product, quantity in lines]


def shown(lines: list[Any]) -> str:
    """A request for a message."""
    return ", ".join(f"{line.quantity} × product {line.product_id}" for line in lines)


def assert_nothing_open(conn: sqlite3.Connection, database: Database, after: str) -> None:
    """No transaction is left, and no lock."""
    __tracebackhide__ = True
    assert not conn.in_transaction, (
        f"{after}, a transaction is still open on the connection: every way out of a transaction "
        "must end it, also the way of an exception"
    )
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        other.execute("UPDATE products SET stock = stock")


def assert_refused(call: Callable[[], Any], expected: type[Exception], what: str) -> None:
    """The call raises what the task says, nothing else."""
    __tracebackhide__ = True
    try:
        value = call()
    except NotImplementedError:
        raise
    except expected:
        return
    except Exception as error:
        raise AssertionError(
            f"{what} raised {type(error).__name__}, “{error}”: it must raise {expected.__name__}"
        ) from error
    raise AssertionError(f"{what} returned {value!r}: it must raise {expected.__name__}")


# ---- task 1: an order ------------------------------------------------------------------------


@pytest.mark.task(1)
def test_an_order_is_stored(answer: Any, database: Database) -> None:
    """An order is one row in orders, its lines in their order, and less stock."""
    before = state(database)
    requests = [
        (ANA, [(COFFEE, 1), (TEA, 3)]),
        (BEN, [(FREE, 9)]),
        (BEN, [(RARE, 1), (TEA, 1), (COFFEE, 2), (TEA, 2)]),
    ]
    with connected(database.path) as conn:
        for customer, products in requests:
            lines = cart(answer, *products)
            returned = answer.place_order(conn, customer, lines)
            found = state(database)
            is_open = ", and a transaction is still open" if conn.in_transaction else ""
            nothing_there = found == before
            assert not nothing_there, (
                f"another connection sees no change when place_order() has returned{is_open}: "
                "a change is private until it is committed"
            )
            known = [order[0] for order in before["orders"]]
            for table in ("orders", "order_lines"):
                for order_id, text in differences(before, found, table):
                    is_new = order_id not in known
                    assert is_new, (
                        f"order {order_id}, which is not this call's, was changed ({text}): "
                        "a call changes the rows of its own order, and the stock"
                    )
            new = [order[:2] for order in found["orders"] if order[0] not in known]
            assert [new_customer for _, new_customer in new] == [customer], (
                f"place_order() for customer {customer} has made these new orders (id, customer): "
                f"{new}: it is one for each call"
            )
            ((order_id, _),) = new
            assert returned == order_id, (
                f"place_order() returned {returned!r}, and the new order has the id {order_id}: "
                "the id is returned"
            )
            stored = [line[:4] for line in found["order_lines"] if line[0] == order_id]
            assert_same_rows(
                stored,
                [(order_id, i, *line) for i, line in enumerate(products, start=1)],
                "one row in order_lines (order, position, product, quantity) for each line",
                ordered=True,
            )
            ordered: Counter[int] = Counter()
            for product, quantity in products:
                ordered[product] += quantity
            right = {
                "products": [
                    (product, price, stock - ordered[product])
                    for product, price, stock in before["products"]
                ]
            }
            wrong = [text for _, text in differences(right, found, "products")]
            assert not wrong, (
                f"after an order of {shown(lines)} the stock is wrong ({wrong[0]}): what is "
                "ordered is taken from the stock of its product, and nothing else is"
            )
            before = found
        assert_nothing_open(conn, database, "after three orders")


@pytest.mark.task(1)
def test_the_total_is_made_of_stored_prices(answer: Any, database: Database) -> None:
    """The total is the sum of the lines at the prices in the table products."""
    carts = [
        ([answer.Line(TEA, 3, 1), answer.Line(COFFEE, 2, 90_000)], 3 * 250 + 2 * 900),
        ([answer.Line(FREE, 2, 500)], 0),
        ([answer.Line(TEA, 1, 0), answer.Line(RARE, 1, -1), answer.Line(TEA, 2, 250)], 2**40 + 750),
    ]
    with connected(database.path) as conn:
        for lines, total in carts:
            order_id = answer.place_order(conn, ANA, lines)
            for product, price in database.rows(
                "SELECT product_id, price_cents FROM order_lines WHERE order_id = ?", order_id
            ):
                assert price == PRICES[product], (
                    f"a line stores a price of {price} for product {product}: what the request "
                    "says about prices is not to be trusted, the table products is"
                )
            ((stored,),) = database.rows("SELECT total_cents FROM orders WHERE id = ?", order_id)
            assert stored == total, (
                f"an order of {shown(lines)} has a total of {stored}: it is the sum of quantity "
                "times stored price over all lines"
            )


# ---- task 2: all or nothing -------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_bad_order_leaves_nothing(answer: Any, database: Database) -> None:
    """With one bad line, wherever it stands, no table is changed and no transaction is open."""
    before = state(database)
    good = [(TEA, 2), (COFFEE, 1)]
    bad: list[tuple[int, list[tuple[int, int]], type[Exception]]] = [
        (ANA, [], ValueError),
        (NOBODY, good, answer.UnknownCustomer),
    ]
    for line, expected in [
        ((NONE_LEFT, 1), answer.OutOfStock),
        ((COFFEE, 6), answer.OutOfStock),
        ((NOTHING, 1), answer.UnknownProduct),
        ((FREE, 0), ValueError),
        ((FREE, -3), ValueError),
    ]:
        bad += [(ANA, [*good[:place], line, *good[place:]], expected) for place in (2, 1, 0)]
    with connected(database.path) as conn:
        for customer, products, expected in bad:
            lines = cart(answer, *products)
            what = f"an order of {shown(lines) or 'no line'} for customer {customer}"
            assert_refused(
                lambda customer=customer, lines=lines: answer.place_order(conn, customer, lines),
                expected,
                what,
            )
            assert_unchanged(
                before,
                state(database),
                f"{what} raised {expected.__name__}, and",
                ": an order is stored as a whole or not at all",
            )
            assert_nothing_open(conn, database, f"after {what}, which raised {expected.__name__}")
        answer.place_order(conn, ANA, cart(answer, *good))
    after = state(database)
    assert (len(after["orders"]), len(after["order_lines"])) == (2, 3), (
        "after refused orders and a good one, orders and lines are not those of the good one: "
        "what was refused leaves no row"
    )


@pytest.mark.task(2)
def test_a_product_twice_counts_twice(answer: Any, database: Database) -> None:
    """Lines that name the same product may not want more than there is, taken together."""
    before = state(database)
    with connected(database.path) as conn:
        for products in ([(COFFEE, 3), (COFFEE, 3)], [(RARE, 1), (TEA, 1), (RARE, 1)]):
            lines = cart(answer, *products)
            assert_refused(
                lambda lines=lines: answer.place_order(conn, ANA, lines),
                answer.OutOfStock,
                f"an order of {shown(lines)}, more than there is,",
            )
            assert_unchanged(
                before,
                state(database),
                f"an order of {shown(lines)} raised OutOfStock, and",
                ": all or nothing",
            )
        answer.place_order(conn, ANA, cart(answer, (COFFEE, 3), (COFFEE, 2)))
    ((left,),) = database.rows("SELECT stock FROM products WHERE id = ?", COFFEE)
    assert left == 0, f"an order of 3 and 2 from a stock of 5 leaves {left}: the last one may go"


@pytest.mark.task(2)
def test_any_failure_is_undone(answer: Any, database: Database, folder: Path) -> None:
    """Whichever statement fails, the COMMIT too: nothing is stored and no transaction is open."""
    assert_undone_at_each_statement(answer, database, folder, broken_disk(), "failed")
    assert_undone_at_each_statement(
        answer, database, folder, KeyboardInterrupt(), "was ended by Ctrl-C"
    )


def assert_undone_at_each_statement(
    answer: Any, database: Database, folder: Path, failure: BaseException, story: str
) -> None:
    """In a fresh shop each: the first statement raises, the second one, and so on."""
    __tracebackhide__ = True
    lines = cart(answer, (TEA, 2), (COFFEE, 1), (TEA, 1))
    for number in itertools.count(1):
        copy = Database.sqlite(folder / f"{type(failure).__name__}-{number}.db")
        shutil.copyfile(database.path, copy.path)
        before = state(copy)
        with connected(copy.path) as conn:
            conn.steps, conn.fail_at, conn.failure = [], number, failure
            caught: BaseException | None = None
            try:
                answer.place_order(conn, ANA, lines)
            except NotImplementedError:
                raise
            except (Exception, KeyboardInterrupt) as error:
                caught = error
            if len(conn.steps) < number:
                assert number > 5, (
                    f"place_order() sent {number - 1} statements: an order of three lines is a row "
                    "in orders, three in order_lines, and less stock"
                )
                return
            when = f"when statement {number}, “{conn.steps[number - 1][:60]}”, {story}"
            after = state(copy)
            if caught is None:
                assert len(after["order_lines"]) == 4, (
                    f"{when}, place_order() returned, and {changed(before, after)} had changed: "
                    "a caller who sees no exception believes in the whole order"
                )
                continue
            rule = " all the same: what was done before a failure must be rolled back"
            assert_unchanged(before, after, f"{when},", rule)
            assert_nothing_open(conn, copy, when)
            assert caught is failure, (
                f"{when}, the caller of place_order() got {caught!r}: the exception goes on as it "
                "is, with no other error in its place"
            )
            conn.fail_at = 0
            answer.place_order(conn, ANA, lines)
        assert len(state(copy)["order_lines"]) == 4, (
            f"{when}, the next order was not stored as a whole: a failed one leaves nothing open "
            "behind it"
        )


@pytest.mark.task(2)
def test_one_commit_stores_the_order(answer: Any, database: Database, sql: SqlLog) -> None:
    """Another connection that looks before every statement sees nothing or the whole order."""
    lines = cart(answer, (TEA, 2), (COFFEE, 1), (TEA, 1))
    impossible = cart(answer, (TEA, 2), (NONE_LEFT, 1))
    for request, is_possible in ((lines, True), (impossible, False)):
        before = state(database)
        seen: list[tuple[str, State]] = []
        with (
            connected(database.path) as conn,
            sql.tap(lambda text, seen=seen: seen.append((text, state(database)))),
        ):
            try:
                answer.place_order(conn, ANA, request)
            except answer.OutOfStock:
                assert not is_possible, (
                    "an order that can be fulfilled raised OutOfStock: there is enough of every "
                    "product"
                )
        after = state(database)
        for text, found in seen:
            is_whole = found in (before, after)
            assert is_whole, (
                f"before “{' '.join(text.split())[:60]}” another connection saw a new state of "
                f"{changed(before, found)}, which was not the last one: all of an order is "
                "committed by one COMMIT, and to remove rows later is no rollback"
            )


# ---- task 3: the import -----------------------------------------------------------------------


ORDERS = [("orders", (80, BEN, 500)), ("orders", (7, ANA, 0))]
LINES = [
    ("order_lines", (80, 1, TEA, 2, 200)),
    ("order_lines", (7, 2, FREE, 1, 0)),
    ("order_lines", (80, 2, NONE_LEFT, 1, 100)),
    ("order_lines", (7, 1, FREE, 4, 0)),
]


@pytest.mark.task(3)
def test_an_import_comes_in_any_order(
    answer: Any, database: Database, folder: Path, sql: SqlLog
) -> None:
    """Lines may come before their orders, all is stored by one COMMIT, and the stock stays."""
    mixed = [LINES[0], ORDERS[1], LINES[1], LINES[2], ORDERS[0], LINES[3]]
    for number, records in enumerate([LINES + ORDERS, ORDERS + LINES, mixed]):
        copy = Database.sqlite(folder / f"shop-{number}.db")
        shutil.copyfile(database.path, copy.path)
        before = state(copy)
        seen: list[State] = []
        first = records[0][0]
        with connected(copy.path) as conn:
            try:
                with sql.tap(lambda _, seen=seen, copy=copy: seen.append(state(copy))):
                    count = answer.import_orders(conn, iter(records))
            except sqlite3.IntegrityError as error:
                raise AssertionError(
                    f"an import that starts with a record of {first} raised “{error}”: a deferred "
                    "foreign key is checked at the COMMIT, when everything is there"
                ) from error
            assert count == 6, f"import_orders() returned {count!r} for 6 records: how many it was"
            assert_nothing_open(conn, copy, "after an import")
        after = state(copy)
        stock = [text for _, text in differences(before, after, "products")]
        assert not stock, f"an import changed the stock ({stock[0]}): these are old sales"
        assert_same_rows(
            after["orders"],
            before["orders"] + [values for table, values in records if table == "orders"],
            f"an import that starts with a record of {first} stores every order",
        )
        assert_same_rows(
            after["order_lines"],
            before["order_lines"] + [values for table, values in records if table == "order_lines"],
            f"an import that starts with a record of {first} stores every line",
        )
        whole = all(found in (before, after) for found in seen)
        assert whole, "another connection saw a part of the import: it is one unit, too"
    with connected(database.path) as conn:
        try:
            count = answer.import_orders(conn, iter(()))
        except Exception as error:
            raise AssertionError(
                f"an import of no records raised {type(error).__name__}, “{error}”: it stores "
                "nothing and returns 0"
            ) from error
        assert count == 0, f"import_orders() returned {count!r} for no records: how many it was"
        assert_nothing_open(conn, database, "after an import of no records")


@pytest.mark.task(3)
def test_a_line_without_an_order_is_refused(answer: Any, database: Database) -> None:
    """A line whose order never comes, or a used id: nothing is stored, no transaction is open."""
    before = state(database)
    bad = {
        "a line whose order never comes": [*ORDERS, ("order_lines", (81, 1, TEA, 1, 250)), *LINES],
        "an order whose id is used": [*LINES, *ORDERS, ("orders", (6, ANA, 1))],
    }
    with connected(database.path) as conn:
        for what, records in bad.items():
            assert_refused(
                lambda records=records: answer.import_orders(conn, records),
                sqlite3.IntegrityError,
                f"an import with {what}",
            )
            assert_unchanged(
                before,
                state(database),
                f"an import with {what} raised IntegrityError, and",
                ": all of it or nothing",
            )
            assert_nothing_open(conn, database, f"after an import with {what}")
        ((enforced,),) = conn.execute("PRAGMA foreign_keys").fetchall()
        assert enforced == 1, "after an import PRAGMA foreign_keys reads 0: it stays on"
        answer.import_orders(conn, [*LINES, *ORDERS])
        assert_nothing_open(conn, database, "after a good import")
    assert len(state(database)["order_lines"]) == 5, (
        "after refused imports a good one is not stored: a refused one leaves nothing open "
        "behind it"
    )


@pytest.mark.task(3)
def test_a_broken_source_stores_nothing(answer: Any, database: Database) -> None:
    """An exception of the records, Ctrl-C too: it goes on, nothing is stored, nothing is open."""
    before = state(database)

    def breaking(error: BaseException) -> Iterator[Any]:
        yield from [*LINES, *ORDERS]
        raise error

    with connected(database.path) as conn:
        for error in (KeyError("no such file"), KeyboardInterrupt()):
            name = type(error).__name__
            caught: BaseException | None = None
            try:
                answer.import_orders(conn, breaking(error))
            except NotImplementedError:
                raise
            except (Exception, KeyboardInterrupt) as raised:
                caught = raised
            assert caught is error, (
                f"the records raised {name} behind the sixth, and the caller of import_orders() "
                f"got {caught!r}: the exception goes on as it is"
            )
            what = f"after an import whose records raised {name}"
            assert_unchanged(before, state(database), f"{what},", ": all of it or nothing")
            assert_nothing_open(conn, database, what)
        answer.import_orders(conn, [*LINES, *ORDERS])
    assert len(state(database)["order_lines"]) == 5, (
        "after broken imports a good one is not stored: a broken one leaves nothing open behind it"
    )
