import itertools
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from runner.api import Crash, Database, Race, SqlLog, assert_same_rows

# The checks' own copy: an answer cannot soften the schema it is checked against.
SCHEMA = """
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    stock INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'fulfilled', 'cancelled')),
    total_cents INTEGER NOT NULL,
    payment TEXT
) STRICT;
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price_cents INTEGER NOT NULL,
    PRIMARY KEY (order_id, product_id)
) STRICT;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    old TEXT,
    new TEXT NOT NULL
) STRICT;
"""
TEA, COFFEE, LAST, NONE_LEFT, NOTHING = 1, 2, 30, 40, 999
PRICES = {TEA: 250, COFFEE: 900, LAST: 2**40, NONE_LEFT: 0}
STOCK = {TEA: 100, COFFEE: 10, LAST: 1, NONE_LEFT: 0}  # before the orders below
OLD = {7: "pending", 8: "paid", 9: "fulfilled", 10: "cancelled"}
PAID, NO_ORDER = 8, 999
WAYS = {
    "pending": ["pending"],
    "paid": ["pending", "paid"],
    "fulfilled": ["pending", "paid", "fulfilled"],
    "cancelled": ["pending", "paid", "cancelled"],
}


def seed(database: Database) -> None:
    """Four products, and an order in each state: two teas and a coffee."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.executescript(SCHEMA)
        for product, price in PRICES.items():
            conn.execute(
                "INSERT INTO products VALUES (?, ?, ?, ?)",
                (product, f"O'Hara's 茶 {product}", price, STOCK[product]),
            )
        for order, status in OLD.items():
            payment = None if status == "pending" else f"old {order}"
            conn.execute("INSERT INTO orders VALUES (?, ?, 1400, ?)", (order, status, payment))
            for product, quantity in ((TEA, 2), (COFFEE, 1)):
                conn.execute(
                    "INSERT INTO order_lines VALUES (?, ?, ?, ?)",
                    (order, product, quantity, PRICES[product]),
                )
                if status != "cancelled":
                    conn.execute(
                        "UPDATE products SET stock = stock - ? WHERE id = ?", (quantity, product)
                    )
            for old, new in itertools.pairwise([None, *WAYS[status]]):
                conn.execute(
                    "INSERT INTO audit (order_id, old, new) VALUES (?, ?, ?)", (order, old, new)
                )


# ---- what the checks look with ----------------------------------------------------------------


@contextmanager
def connected(database: Database) -> Iterator[sqlite3.Connection]:
    """The connection for the answer."""
    with closing(sqlite3.connect(database.path, autocommit=True, timeout=5)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        # What is killed here is a process, not the machine: a check need not wait for the disk.
        conn.execute("PRAGMA synchronous = OFF")
        yield conn


def stock(database: Database) -> dict[int, int]:
    """What is in the shelves, as another connection sees it."""
    return dict(database.rows("SELECT id, stock FROM products"))


def order(database: Database, order_id: int) -> Any:
    """Status, total and payment of an order; None without it."""
    found = database.rows("SELECT status, total_cents, payment FROM orders WHERE id = ?", order_id)
    return found[0] if found else None


def everything(database: Database) -> list[list[Any]]:
    """All rows, to see whether anything changed."""
    tables = ("products", "orders", "order_lines", "audit")
    return [database.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]


def assert_stock_adds_up(database: Database, when: str, sold: int = 0) -> None:
    """What is in the shelves and what is in orders is what there was."""
    __tracebackhide__ = True
    for product, left, ordered in database.rows(
        "SELECT id, stock, (SELECT COALESCE(SUM(quantity), 0) FROM order_lines"
        " JOIN orders ON orders.id = order_id"
        " WHERE product_id = products.id AND status <> 'cancelled') FROM products"
    ):
        gone = sold if product == LAST else 0
        total = left + ordered + gone
        assert total == STOCK[product], (
            f"{when}, product {product} has {left} in stock, {ordered} in orders that are not "
            f"cancelled{f' and {gone} sold elsewhere' if gone else ''}, and there were "
            f"{STOCK[product]}: goods are taken once and given back once, with the order's state"
        )


def assert_audit_agrees(database: Database, when: str) -> None:
    """The audit of each order leads step by step to its status."""
    __tracebackhide__ = True
    for order_id, status in database.rows("SELECT id, status FROM orders"):
        steps = database.rows("SELECT old, new FROM audit WHERE order_id = ? ORDER BY id", order_id)
        ways = [WAYS[status]] + ([["pending", "cancelled"]] if status == "cancelled" else [])
        allowed = [list(itertools.pairwise([None, *way])) for way in ways]
        is_right = steps in allowed
        assert is_right, (
            f"{when}, order {order_id} is {status} and its audit (old, new) is {steps}: every "
            "change of the status, the first one too, has one audit row, saved together with it"
        )


def assert_nothing_open(conn: sqlite3.Connection, after: str) -> None:
    """No transaction is left."""
    __tracebackhide__ = True
    assert not conn.in_transaction, (
        f"after {after} a transaction is still open: every way out of a transaction ends it, also "
        "the way of an exception"
    )


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
            f"{what} raised {name_of(error)}: it must raise {expected.__name__}"
        ) from error
    raise AssertionError(f"{what} returned {value!r}: it must raise {expected.__name__}")


def name_of(error: BaseException) -> str:
    """The error for a message: SQLite's own name for it where it has one."""
    return getattr(error, "sqlite_errorname", f"{type(error).__name__}, “{error}”")


class Declined(Exception):
    """The card was refused."""


def accept(cents: int) -> str:
    """A gateway that takes any amount."""
    return f"visa {cents}"


def decline(cents: int) -> str:
    """A gateway that takes none."""
    raise Declined(f"no {cents} cents on this card")


# ---- task 1: the checkout ---------------------------------------------------------------------


@pytest.mark.task(1)
def test_a_checkout_reserves_and_pays(answer: Any, database: Database) -> None:
    """A checkout takes the goods from the stock, pays the total once, and the order is paid."""
    left = stock(database)
    carts = [({TEA: 3, COFFEE: 2}, 2_550), ({LAST: 1, TEA: 1}, 2**40 + 250), ({COFFEE: 1}, 900)]
    with connected(database) as conn:
        service = answer.OrderService(conn)
        for number, (cart, total) in enumerate(carts):
            charged: list[int] = []
            reference = f"ref '{number}' ✓"
            result = service.checkout(
                cart, lambda cents, to=charged, ref=reference: to.append(cents) or ref
            )
            what = f"checkout({cart}, pay)"
            assert isinstance(result, answer.OrderResult), (
                f"{what} returned {result!r}: it returns an OrderResult"
            )
            assert charged == [total], (
                f"{what} called pay with {charged}: once, with the sum of quantity times price"
            )
            assert (result.total_cents, result.payment) == (total, reference), (
                f"{what} returned other values: the total, and what pay returned"
            )
            assert order(database, result.order_id) == ("paid", total, reference), (
                f"after {what} the order (status, total, payment) is wrong as another connection "
                "sees it: it is saved as paid when the call returns"
            )
            lines = database.rows(
                "SELECT product_id, quantity, price_cents FROM order_lines WHERE order_id = ?",
                result.order_id,
            )
            assert_same_rows(
                lines,
                [(product, count, PRICES[product]) for product, count in cart.items()],
                f"order_lines (product, quantity, price) of {what}",
            )
            for product, count in cart.items():
                left[product] -= count
            assert stock(database) == left, f"after {what}: what is ordered leaves the stock"
            assert_nothing_open(conn, what)


@pytest.mark.task(1)
def test_what_cannot_be_had_is_not_paid(answer: Any, database: Database) -> None:
    """A cart that cannot be fulfilled raises before anything is paid, and changes nothing."""
    before = everything(database)
    bad = [
        ({}, ValueError),
        ({TEA: 1, COFFEE: 0}, ValueError),
        ({TEA: -1}, ValueError),
        ({TEA: 1, NONE_LEFT: 1}, answer.OutOfStock),
        ({TEA: 1, COFFEE: 8}, answer.OutOfStock),
        ({TEA: 1, NOTHING: 1}, answer.UnknownProduct),
    ]
    charged: list[int] = []
    with connected(database) as conn:
        service = answer.OrderService(conn)
        for cart, expected in bad:
            what = f"checkout({cart}, pay)"
            assert_refused(
                lambda cart=cart: service.checkout(cart, lambda cents: charged.append(cents) or ""),
                expected,
                what,
            )
            assert not charged, (
                f"{what} called pay and then raised {expected.__name__}: "
                "nobody pays for what cannot be had"
            )
            assert everything(database) == before, (
                f"{what} raised {expected.__name__} and rows had changed: all of it or nothing"
            )
            assert_nothing_open(conn, f"{what}, which raised {expected.__name__},")
        service.checkout({COFFEE: 7}, accept)
    assert stock(database)[COFFEE] == 0, "after refused carts the last coffees can be bought"


# ---- task 2: the payment ----------------------------------------------------------------------


@pytest.mark.task(2)
def test_nobody_waits_for_the_payment(answer: Any, database: Database) -> None:
    """During pay() the goods are reserved, the order is pending, and others can write."""
    before = stock(database)
    seen: list[Any] = []
    with connected(database) as conn, database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")

        def pay(cents: int) -> str:
            try:
                other.execute("UPDATE products SET name = 'renamed' WHERE id = ?", (NONE_LEFT,))
            except sqlite3.OperationalError as error:
                raise AssertionError(
                    f"while pay() was at work another program could not write, “{error}”: "
                    "a lock is not held while waiting for something slow"
                ) from None
            seen[:] = [conn.in_transaction, stock(database)]
            new = "SELECT status, total_cents FROM orders WHERE id NOT IN (7, 8, 9, 10)"
            seen.append(database.rows(new))
            return "visa"

        answer.OrderService(conn).checkout({COFFEE: 3}, pay)
    assert seen, "pay was not called: checkout() calls it once, with the total"
    in_transaction, meanwhile, new = seen
    assert not in_transaction, "a transaction was open while pay() was at work: it can take long"
    assert meanwhile == before | {COFFEE: before[COFFEE] - 3}, (
        "during pay() another connection sees another stock: the goods are reserved, and that is "
        "committed, before anybody pays for them"
    )
    assert new == [("pending", 2_700)], (
        f"during pay() another connection sees the new orders (status, total) {new}: one, pending, "
        "with its total of 2700"
    )


@pytest.mark.task(2)
def test_a_failed_payment_gives_the_goods_back(answer: Any, database: Database) -> None:
    """When pay() raises, the caller gets its exception and the order is cancelled."""
    before = stock(database)
    with connected(database) as conn:
        service = answer.OrderService(conn)
        for cart in ({COFFEE: 7, TEA: 1}, {LAST: 1}):
            what = f"checkout({cart}, pay), whose pay raised Declined,"
            assert_refused(lambda cart=cart: service.checkout(cart, decline), Declined, what)
            assert stock(database) == before, (
                f"after {what} the stock is not what it was: nobody has paid for the goods"
            )
            assert_nothing_open(conn, what)
        new = database.rows("SELECT status, payment FROM orders WHERE id > 10 ORDER BY id")
        assert new == [("cancelled", None)] * 2, (
            f"after two failed payments the new orders (status, payment) are {new}: "
            "such an order is kept, as cancelled"
        )
        service.checkout({COFFEE: 7}, accept)
    assert_stock_adds_up(database, "after two failed payments and a good one")


# ---- task 3: states ---------------------------------------------------------------------------


@pytest.mark.task(3)
def test_orders_are_fulfilled_or_cancelled(answer: Any, database: Database) -> None:
    """A paid order is fulfilled, or it is cancelled and its goods are in the stock again."""
    with connected(database) as conn:
        service = answer.OrderService(conn)
        first = service.checkout({TEA: 5}, accept).order_id
        second = service.checkout({COFFEE: 2, LAST: 1}, accept).order_id
        for method, number, status in (
            (service.fulfil, first, "fulfilled"),
            (service.cancel, second, "cancelled"),
            (service.cancel, PAID, "cancelled"),
        ):
            what = f"{method.__name__}({number})"
            _, total, payment = order(database, number)
            method(number)
            found = order(database, number)
            assert found[0] == status, (
                f"after {what} another connection sees an order that is {found[0]}: "
                f"it is {status} when the call returns"
            )
            assert found == (status, total, payment), (
                f"after {what} the order's total is {found[1]} and its payment {found[2]!r}: "
                "a change of the status leaves the total and the payment's reference as they were"
            )
            assert_stock_adds_up(database, f"after {what}")
            assert_nothing_open(conn, what)


@pytest.mark.task(3)
def test_cancelling_twice_restores_once(answer: Any, database: Database) -> None:
    """The second cancel of an order is refused, and the goods come back once."""
    with connected(database) as conn:
        service = answer.OrderService(conn)
        service.cancel(PAID)
        assert_stock_adds_up(database, "after one cancel")
        with suppress(answer.WrongState):
            service.cancel(PAID)
        assert_stock_adds_up(database, "after a second cancel of the same order")
        assert_refused(lambda: service.cancel(PAID), answer.WrongState, "another cancel")
        assert_refused(lambda: service.fulfil(PAID), answer.WrongState, "fulfil() after cancel()")
        assert_nothing_open(conn, "a refused cancel")


@pytest.mark.task(3)
def test_wrong_states_are_refused(answer: Any, database: Database) -> None:
    """Only a paid order can be fulfilled or cancelled; all else is refused without a write."""
    before = everything(database)
    with connected(database) as conn:
        service = answer.OrderService(conn)
        for number, status in [*OLD.items(), (NO_ORDER, "not there")]:
            if status == "paid":
                continue
            expected = answer.UnknownOrder if number == NO_ORDER else answer.WrongState
            for verb in ("fulfil", "cancel"):
                what = f"{verb}() of an order that is {status}"
                assert_refused(
                    lambda verb=verb, number=number: getattr(service, verb)(number), expected, what
                )
                assert_nothing_open(conn, f"{what}, which was refused,")
                assert everything(database) == before, (
                    f"{what} was refused, and rows had changed: a refusal writes nothing"
                )
        service.fulfil(PAID)
    assert order(database, PAID)[0] == "fulfilled", "after refusals a paid order can be fulfilled"


# ---- task 4: the audit ------------------------------------------------------------------------


@pytest.mark.task(4)
def test_every_change_is_in_the_audit(answer: Any, database: Database) -> None:
    """Each change of a status has one audit row, from the old one to the new one."""
    with connected(database) as conn:
        service = answer.OrderService(conn)
        first = service.checkout({TEA: 1}, accept).order_id
        assert_audit_agrees(database, "after a checkout")
        service.fulfil(first)
        assert_audit_agrees(database, "after fulfil()")
        service.cancel(PAID)
        assert_audit_agrees(database, "after cancel()")
        assert_refused(lambda: service.checkout({TEA: 1}, decline), Declined, "a failed payment")
        assert_audit_agrees(database, "after a failed payment")


@pytest.mark.task(4)
def test_a_kill_leaves_no_gap(answer: Any, database: Database, folder: Path, crash: Crash) -> None:
    """Killed at any statement: stock, status and audit of every order still agree."""
    copy = Database.sqlite(folder / "shop.db")

    def prepare() -> None:
        for file in folder.glob("shop.db*"):
            file.unlink()
        shutil.copyfile(database.path, copy.path)

    def failing_checkout(service: Any) -> None:
        assert_refused(lambda: service.checkout({TEA: 1}, decline), Declined, "a failed payment")

    calls: dict[str, Callable[[Any], Any]] = {
        "checkout()": lambda service: service.checkout({TEA: 3, COFFEE: 1}, accept),
        "checkout() with a failing payment": failing_checkout,
        "fulfil()": lambda service: service.fulfil(PAID),
        "cancel()": lambda service: service.cancel(PAID),
    }
    for name, call in calls.items():

        def work(call: Callable[[Any], Any] = call) -> None:
            with connected(copy) as conn:
                call(answer.OrderService(conn))

        prepare()
        for point in crash.points(work, kinds={"sql"}):
            prepare()
            crash.at(point, work)
            when = f"after {name} was killed {point}"
            assert_stock_adds_up(copy, when)
            assert_audit_agrees(copy, when)


@pytest.mark.task(4)
def test_a_failing_statement_undoes_its_transaction(
    answer: Any, database: Database, folder: Path
) -> None:
    """When the audit refuses a row, its change is undone with it, and no transaction is open."""
    calls: list[tuple[str, str, Callable[[Any], Any], list[Any]]] = [
        ("checkout()", "pending", lambda service: service.checkout({TEA: 3}, accept), []),
        ("cancel()", "cancelled", lambda service: service.cancel(PAID), []),
        ("fulfil()", "fulfilled", lambda service: service.fulfil(PAID), []),
        # Here the first transaction has succeeded, and pay() has returned.
        ("checkout()", "paid", lambda service: service.checkout({TEA: 3}, accept), [("pending",)]),
    ]
    for name, status, call, expected in calls:
        copy = Database.sqlite(folder / f"{status}.db")
        shutil.copyfile(database.path, copy.path)
        with copy.observer() as other:
            other.execute(
                f"CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.new = '{status}'"
                " BEGIN SELECT RAISE(ABORT, 'the audit is full'); END"
            )
        before = everything(copy)
        when = f"when the audit refused the row “{status}” of {name}"
        with connected(copy) as conn:
            error: Exception | None = None
            try:
                call(answer.OrderService(conn))
            except NotImplementedError:
                raise
            except Exception as raised:
                error = raised
            assert error is not None, f"{when}, no exception reached the caller: it does"
            assert_nothing_open(conn, f"the call, {when},")
        assert_stock_adds_up(copy, when)
        assert_audit_agrees(copy, when)
        new = copy.rows("SELECT status FROM orders WHERE id NOT IN (7, 8, 9, 10)")
        assert new == expected, (
            f"{when}, the new orders are {new}, not {expected}: the transaction with the refused "
            "row is undone, and an order is cancelled only when pay() has raised"
        )
        assert expected or everything(copy) == before, (
            f"{when}, rows had changed: all of a transaction, or nothing"
        )


# ---- task 5: beside other programs ------------------------------------------------------------


type Meeting = tuple[Database, str, BaseException | None]
"""The shop after a call that met another program, when that was, and what the call raised."""


def meetings(
    database: Database,
    folder: Path,
    sql: SqlLog,
    call: Callable[[sqlite3.Connection], Any],
    intrude: Callable[[sqlite3.Connection], Any],
) -> Iterator[Meeting]:
    """Make a call again and again, with another program before its 1st, 2nd, … statement."""
    for number in itertools.count(1):
        copy = Database.sqlite(folder / f"shop-{number}.db")
        shutil.copyfile(database.path, copy.path)
        met = meet(copy, sql, call, intrude, number)
        if met is None:
            assert number > 1, "the call sent no statement: an order is rows in the database"
            return
        yield met


def meet(
    database: Database,
    sql: SqlLog,
    call: Callable[[sqlite3.Connection], Any],
    intrude: Callable[[sqlite3.Connection], Any],
    number: int,
) -> Meeting | None:
    """Make the call, with the other program before that statement; None: it has fewer.

    The other program never waits: where it meets a lock, it comes back after the call.
    """
    steps: list[str] = []
    served = False
    error: BaseException | None = None
    with connected(database) as conn, database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")

        def before(text: str) -> None:
            nonlocal served
            steps.append(" ".join(text.split())[:60])
            if len(steps) == number:
                with suppress(sqlite3.OperationalError):
                    intrude(other)
                    served = True

        try:
            with sql.tap(before):
                call(conn)
        except NotImplementedError:
            raise
        except Exception as raised:
            error = raised
        if len(steps) < number:
            return None
        when = f"when another program wrote just before “{steps[number - 1]}”"
        assert_nothing_open(conn, f"the call, {when},")
        if not served:
            intrude(other)
    return database, when, error


def assert_one_of(error: BaseException | None, allowed: type[Exception], what: str) -> None:
    """A call beside another program succeeds or is refused, and nothing else."""
    __tracebackhide__ = True
    if error is not None and not isinstance(error, allowed):
        raise AssertionError(
            f"{what} raised {name_of(error)}: it succeeds or raises {allowed.__name__}. What is "
            "read before the write lock is held can be old, and then the write is refused"
        ) from error


@pytest.mark.task(5)
def test_the_last_piece_is_sold_once(
    answer: Any, database: Database, folder: Path, sql: SqlLog
) -> None:
    """The last piece is sold to the checkout or to another program, wherever the two meet."""
    sold: list[int] = []
    charged: list[int] = []

    def buy(conn: sqlite3.Connection) -> None:
        charged.clear()
        service = answer.OrderService(conn)
        service.checkout({TEA: 1, LAST: 1}, lambda cents: charged.append(cents) or "visa")

    def sell_elsewhere(other: sqlite3.Connection) -> None:
        other.execute("BEGIN IMMEDIATE")
        # One write that always takes place, whatever is left.
        other.execute("UPDATE products SET name = 'visited' WHERE id = ?", (NONE_LEFT,))
        sell = "UPDATE products SET stock = stock - 1 WHERE id = ? AND stock > 0"
        sold[:] = [other.execute(sell, (LAST,)).rowcount]
        other.execute("COMMIT")

    for shop, when, error in meetings(database, folder, sql, buy, sell_elsewhere):
        assert_one_of(error, answer.OutOfStock, f"{when}, checkout()")
        assert len(charged) == int(error is None), (
            f"{when}, checkout() called pay {len(charged)} times and "
            f"{f'raised {name_of(error)}' if error else 'returned'}: who gets the goods pays once, "
            "and a transaction that is tried again does not pay again"
        )
        assert_stock_adds_up(shop, when, sold=sold[0])
        assert (error is None) != (sold[0] == 1), (
            f"{when}, {'both' if sold[0] else 'neither'} got the last piece: one of the two"
        )


@pytest.mark.task(5)
def test_two_programs_cancel_once(
    answer: Any, database: Database, folder: Path, sql: SqlLog
) -> None:
    """When two programs cancel, or one cancels and one fulfils, exactly one of them succeeds."""
    won: list[bool] = []

    def cancel_elsewhere(other: sqlite3.Connection) -> None:
        other.execute("BEGIN IMMEDIATE")
        change = "UPDATE orders SET status = 'cancelled' WHERE id = ? AND status = 'paid'"
        won[:] = [other.execute(change, (PAID,)).rowcount == 1]
        if won[0]:
            other.execute("UPDATE products SET stock = stock + 2 WHERE id = ?", (TEA,))
            other.execute("UPDATE products SET stock = stock + 1 WHERE id = ?", (COFFEE,))
            note = "INSERT INTO audit (order_id, old, new) VALUES (?, 'paid', 'cancelled')"
            other.execute(note, (PAID,))
        other.execute("COMMIT")

    for verb in ("cancel", "fulfil"):
        place = folder / verb
        place.mkdir()
        for shop, when, error in meetings(
            database,
            place,
            sql,
            lambda conn, verb=verb: getattr(answer.OrderService(conn), verb)(PAID),
            cancel_elsewhere,
        ):
            assert_one_of(error, answer.WrongState, f"{when}, {verb}()")
            assert_stock_adds_up(shop, when)
            assert_audit_agrees(shop, when)
            assert (error is None) != won[0], (
                f"{when}, which {'cancelled the order first' if won[0] else 'came too late'}, "
                f"{verb}() {'returned, too' if won[0] else 'was refused, too'}: "
                "exactly one of two programs finds the order paid"
            )


@pytest.mark.task(5)
def test_eight_processes_never_oversell(answer: Any, database: Database, race: Race) -> None:
    """8 processes buy, fulfil and cancel: no error, and goods, states and audit still agree."""
    refusals = (answer.OutOfStock, answer.WrongState)

    def work(worker: int) -> int:
        chance = random.Random(worker)
        bought = 0
        with connected(database) as conn:
            service = answer.OrderService(conn)
            for _ in range(8):
                try:
                    result = service.checkout({COFFEE: chance.randint(1, 2), TEA: 1}, accept)
                    bought += 1
                    chance.choice([service.cancel, service.cancel, service.fulfil])(result.order_id)
                    service.cancel(PAID)
                except refusals:
                    continue
        return bought

    outcomes = race(work, workers=8, processes=True)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if any(error.type == "NotImplementedError" for error in errors):  # type: ignore[union-attr]
        raise NotImplementedError
    assert not errors, (
        f"{len(errors)} of 8 processes ended with {errors[0]}: whoever is going to write takes the "
        "write lock first, and waits for it"
    )
    assert_stock_adds_up(database, "after 8 processes")
    assert_audit_agrees(database, "after 8 processes")
    assert sum(outcome.value for outcome in outcomes) > 4, (
        "hardly anything could be bought: what is in stock is sold"
    )
