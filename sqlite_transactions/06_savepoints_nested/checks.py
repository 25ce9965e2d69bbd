import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import Any

import pytest

from runner.api import Database, SqlLog, assert_same_rows

# The checks' own copy: an answer cannot soften the schema it is checked against.
SCHEMA = """
CREATE TABLE orders (id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0)
) STRICT;
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL,
    parent INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
"""


def seed(database: Database) -> None:
    """Empty tables, and an order that is stored already."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as conn:
        conn.executescript(SCHEMA)
        conn.execute("INSERT INTO orders VALUES (7, 'used')")


# ---- what the checks look with ----------------------------------------------------------------


class Stop(Exception):
    """What a check raises inside of a block."""


@contextmanager
def connected(database: Database, autocommit: bool) -> Iterator[sqlite3.Connection]:
    """The connection for the answer."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        # Nothing here is killed: a check need not wait for the disk.
        conn.execute("PRAGMA synchronous = OFF")
        conn.autocommit = autocommit
        yield conn


def write(conn: sqlite3.Connection, word: str) -> None:
    """One change."""
    conn.execute("INSERT INTO notes (word) VALUES (?)", (word,))


def words(database: Database) -> list[str]:
    """What another connection sees of the changes."""
    return [word for (word,) in database.rows("SELECT word FROM notes ORDER BY id")]


def clear(database: Database) -> None:
    """Start from an empty table again."""
    with database.observer() as other:
        other.execute("DELETE FROM notes")


def assert_nothing_pending(
    conn: sqlite3.Connection, database: Database, autocommit: bool, after: str
) -> None:
    """The connection is as it was: no change, no lock, the same mode."""
    __tracebackhide__ = True
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            other.execute("UPDATE notes SET word = word")
            other.execute("UPDATE orders SET ref = ref")
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"after {after} another program cannot write, “{error}”: "
                "every way out of a unit ends its transaction"
            ) from None
    assert conn.autocommit == autocommit, (
        f"after {after} conn.autocommit is {conn.autocommit}: the mode belongs to the caller"
    )
    expected = not autocommit
    assert conn.in_transaction == expected, (
        f"after {after} in_transaction is {conn.in_transaction}: "
        + (
            "in this mode a transaction is always open, and whoever ends one begins the next"
            if expected
            else "each unit ends what it began"
        )
    )


def assert_is_unit(answer: Any, unit: Any) -> None:
    """What `as unit` gives can be asked for savepoints."""
    __tracebackhide__ = True
    assert isinstance(unit, answer.Unit), (
        f"`with Unit(conn) as unit` gave {unit!r}: what __enter__ returns is the unit"
    )


@contextmanager
def unmasked() -> Iterator[None]:
    """Raise what a check has found inside of a unit, also where the unit's end raises on top."""
    __tracebackhide__ = True
    try:
        yield
    except Exception as error:
        found, context = None, error.__context__
        while context is not None:
            found = context if isinstance(context, AssertionError) else found
            context = context.__context__
        if found is not None:
            raise found from None
        raise


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# Each of these is one scenario; the checks below run it in one mode or the other.


def assert_saved(answer: Any, database: Database, autocommit: bool) -> None:
    """Nobody sees a change before the end of the block, everybody does after it."""
    __tracebackhide__ = True
    with connected(database, autocommit) as conn:
        for number in (1, 2):
            before = words(database)
            with answer.Unit(conn) as unit:
                assert_is_unit(answer, unit)
                write(conn, f"first {number}")
                write(conn, f"second {number}")
                assert words(database) == before, (
                    "another connection sees a change before the unit's block has ended: "
                    "a unit is saved as a whole, at its end"
                )
            assert words(database) == [*before, f"first {number}", f"second {number}"], (
                "another connection does not see the changes when the block has ended: "
                "a unit commits them"
            )
            assert_nothing_pending(conn, database, autocommit, "a unit")


def assert_fails_whole(answer: Any, database: Database, autocommit: bool) -> None:
    """An exception undoes all of it, and goes on."""
    __tracebackhide__ = True
    for kind in (Stop, KeyboardInterrupt):
        with connected(database, autocommit) as conn:
            raised = kind("in the unit")
            caught: BaseException | None = None
            try:
                with answer.Unit(conn):
                    write(conn, "lost")
                    raise raised
            except (Stop, KeyboardInterrupt) as error:
                caught = error
            assert caught is raised, (
                f"{kind.__name__} left the unit's block and did not reach the caller: "
                "a unit rolls back and lets the exception go on"
            )
            seen = words(database)
            assert not seen, (
                f"{kind.__name__} left the unit's block, and its changes are saved: "
                "a unit that fails is rolled back"
            )
            assert_nothing_pending(conn, database, autocommit, f"a unit left by {kind.__name__}")
            with answer.Unit(conn):
                write(conn, "kept")
        assert words(database) == ["kept"], (
            "after a failed unit the next one is not saved: a failed unit is undone before the "
            "next begins"
        )
        clear(database)


def assert_commit_undone(answer: Any, database: Database, autocommit: bool) -> None:
    """A COMMIT that fails is followed by a rollback."""
    __tracebackhide__ = True
    with connected(database, autocommit) as conn:
        try:
            with answer.Unit(conn):
                write(conn, "lost")
                # The deferred foreign key is checked by the COMMIT.
                conn.execute("INSERT INTO notes (word, parent) VALUES ('orphan', 999)")
        except sqlite3.IntegrityError:
            pass
        else:
            raise AssertionError(
                "the COMMIT was refused and the unit raised nothing: the caller must be told"
            )
        assert_nothing_pending(conn, database, autocommit, "a unit whose COMMIT was refused")
        with answer.Unit(conn):
            write(conn, "kept")
    assert words(database) == ["kept"], (
        "after a refused COMMIT the next unit is not saved alone: a refused unit is undone "
        "before the next begins"
    )


ROLLBACK_OF_ALL = re.compile(r"\s*ROLLBACK\b(?!.*\bTO\b)", re.IGNORECASE | re.DOTALL)


def assert_nested(answer: Any, database: Database, autocommit: bool, sql: SqlLog) -> None:
    """Three nested blocks, each of which may fail: a failing one takes what is inside with it."""
    __tracebackhide__ = True
    levels = (1, 2, 3)
    sent: list[str] = []

    def block(conn: sqlite3.Connection, unit: Any, level: int) -> None:
        with unit.savepoint():
            write(conn, f"{level} begins")
            attempt(conn, unit, level + 1)
            write(conn, f"{level} ends")
            if level in failing:
                raise Stop

    def attempt(conn: sqlite3.Connection, unit: Any, level: int) -> None:
        if level in levels:
            try:
                block(conn, unit, level)
            except Stop:
                caught.add(level)
            finally:
                is_over = any(ROLLBACK_OF_ALL.match(text) for text in sent)
                assert not is_over, (
                    f"at the end of inner block {level} ROLLBACK was sent: "
                    "ROLLBACK without TO ends the whole transaction, with all its savepoints"
                )

    for choice in range(8):
        failing, caught = {level for level in levels if choice & 2 ** (level - 1)}, set[int]()
        with (
            unmasked(),
            connected(database, autocommit) as conn,
            sql.tap(sent.append),
            answer.Unit(conn) as unit,
        ):
            sent.clear()
            assert_is_unit(answer, unit)
            write(conn, "unit begins")
            attempt(conn, unit, 1)
            write(conn, "unit ends")
        kept = levels[: min(failing, default=4) - 1]
        expected = [
            "unit begins",
            *(f"{level} begins" for level in kept),
            *(f"{level} ends" for level in reversed(kept)),
            "unit ends",
        ]
        who = " and ".join(f"block {level}" for level in sorted(failing)) or "none"
        what = f"of three nested blocks (block 1 is the outermost) {who} raised"
        for level in sorted(failing):
            went_on = level in caught
            assert went_on, (
                f"{what}, and the caller of block {level} did not get the exception: "
                "a savepoint undoes its block and lets the exception go on"
            )
        seen = words(database)
        differs = [f"“{word}” is saved" for word in seen if word not in expected]
        differs += [f"“{word}” is not saved" for word in expected if word not in seen]
        assert seen == expected, (
            f"{what}, and {' and '.join(differs[:2])}: such a block is undone with all that is "
            "inside of it, and what is outside of it stays"
        )
        clear(database)


def assert_outer_decides(answer: Any, database: Database, autocommit: bool) -> None:
    """What a good inner block has changed is undone with its unit."""
    __tracebackhide__ = True
    with connected(database, autocommit) as conn:
        with suppress(Stop), unmasked(), answer.Unit(conn) as unit:
            assert_is_unit(answer, unit)
            with unit.savepoint():
                write(conn, "in a good block")
            seen = words(database)
            assert not seen, (
                "another connection sees the change of an inner block while the unit goes on: "
                "an inner block saves nothing, its unit does"
            )
            with suppress(Stop), unit.savepoint():
                raise Stop
            assert conn.in_transaction, (
                "after an inner block that failed no transaction is open any more: "
                "only the inner block is undone, the unit goes on"
            )
            raise Stop
        seen = words(database)
        assert not seen, (
            "a good inner block was followed by a failing unit, and the block's change is saved: "
            "the outer transaction decides about everything in it"
        )
        assert_nothing_pending(conn, database, autocommit, "such a unit")
        with answer.Unit(conn) as unit, unit.savepoint():
            write(conn, "kept")
    assert words(database) == ["kept"], (
        "the change of a good block in a good unit is not saved: a block that ends well is a "
        "part of its unit"
    )


def assert_none_left(answer: Any, database: Database, autocommit: bool, sql: SqlLog) -> None:
    """The stack of savepoints is empty after each block."""
    __tracebackhide__ = True
    sent: list[str] = []
    with connected(database, autocommit) as conn, sql.tap(sent.append):
        with unmasked(), answer.Unit(conn) as unit:
            assert_is_unit(answer, unit)
            at_first = open_savepoints(sent)
            for number in (1, 2):
                with unit.savepoint():
                    write(conn, f"good {number}")
                left = open_savepoints(sent) - at_first
                assert left == 0, (
                    f"after {counted(number, 'good block')} {counted(left, 'savepoint')} "
                    f"{'is' if left == 1 else 'are'} still open: "
                    "a savepoint exists until it is released, or the transaction ends"
                )
            for number in (1, 2):
                with suppress(Stop), unit.savepoint():
                    write(conn, f"bad {number}")
                    raise Stop
                left = open_savepoints(sent) - at_first
                assert left == 0, (
                    f"after {counted(number, 'failing block')} {counted(left, 'savepoint')} "
                    f"{'is' if left == 1 else 'are'} still open: "
                    "ROLLBACK TO goes back to a savepoint and leaves it where it is"
                )
        assert words(database) == ["good 1", "good 2"], "good blocks are kept, bad ones are undone"


NAMED = re.compile(
    r"\s*(SAVEPOINT|RELEASE(?:\s+SAVEPOINT)?|ROLLBACK(?:\s+TRANSACTION)?\s+TO(?:\s+SAVEPOINT)?)\s",
    re.IGNORECASE,
)


def open_savepoints(sent: list[str]) -> int:
    """How many are on SQLite's stack after some statements."""
    stack: list[str] = []
    for text in sent:
        found = NAMED.match(text)
        if found is None:
            if text.upper().lstrip().startswith(("COMMIT", "END", "ROLLBACK")):
                stack.clear()
            continue
        name = text[found.end() :].strip(" ;\"'`[]").upper()
        if found[1].upper() == "SAVEPOINT":
            stack.append(name)
            continue
        while stack and stack[-1] != name:
            stack.pop()
        if found[1].upper().startswith("RELEASE") and stack:
            stack.pop()
    return len(stack)


def assert_interrupted(answer: Any, database: Database, autocommit: bool) -> None:
    """Also what is no Exception undoes the block."""
    __tracebackhide__ = True
    for kind in (KeyboardInterrupt, SystemExit, GeneratorExit):
        raised = kind("in the block")
        was_entered = False
        caught: BaseException | None = None
        with connected(database, autocommit) as conn, answer.Unit(conn) as unit:
            assert_is_unit(answer, unit)
            write(conn, "kept")
            try:
                with unit.savepoint():
                    was_entered = True
                    write(conn, "undone")
                    raise raised
            except BaseException as error:
                if not was_entered:
                    raise
                caught = error
        assert caught is raised, (
            f"an inner block was left by {kind.__name__}, and its caller got "
            f"{'nothing' if caught is None else repr(caught)}: "
            "a savepoint undoes its block and lets the exception go on"
        )
        assert words(database) == ["kept"], (
            f"an inner block was left by {kind.__name__}: whatever leaves a block undoes it"
        )
        clear(database)


# ---- task 1: the unit -------------------------------------------------------------------------


@pytest.mark.task(1)
def test_a_unit_is_saved_as_a_whole(answer: Any, database: Database) -> None:
    """Other connections see a unit's changes at the end of its block, not before."""
    assert_saved(answer, database, autocommit=True)


@pytest.mark.task(1)
def test_a_failing_unit_leaves_nothing(answer: Any, database: Database) -> None:
    """When the block raises, all is undone and the exception goes on."""
    assert_fails_whole(answer, database, autocommit=True)


@pytest.mark.task(1)
def test_a_failed_commit_is_undone(answer: Any, database: Database) -> None:
    """When the COMMIT is refused, all is undone and the error goes on."""
    assert_commit_undone(answer, database, autocommit=True)


# ---- task 2: savepoints -----------------------------------------------------------------------


@pytest.mark.task(2)
def test_only_the_inner_block_is_undone(answer: Any, database: Database, sql: SqlLog) -> None:
    """Of three nested blocks, the failing ones are undone and the others stay."""
    assert_nested(answer, database, autocommit=True, sql=sql)


@pytest.mark.task(2)
def test_the_outer_transaction_decides(answer: Any, database: Database) -> None:
    """A good inner block is saved, or undone, with its unit and not before."""
    assert_outer_decides(answer, database, autocommit=True)


@pytest.mark.task(2)
def test_no_savepoint_is_left(answer: Any, database: Database, sql: SqlLog) -> None:
    """After a good block and after a failing one no savepoint is open."""
    assert_none_left(answer, database, autocommit=True, sql=sql)


@pytest.mark.task(2)
def test_ctrl_c_is_undone_too(answer: Any, database: Database) -> None:
    """Exceptions that are no Exception, as of Ctrl-C, undo a block like any other."""
    assert_interrupted(answer, database, autocommit=True)


# ---- task 3: the other mode -------------------------------------------------------------------


@pytest.mark.task(3)
def test_it_works_where_python_begins(answer: Any, database: Database, sql: SqlLog) -> None:
    """All of this also holds on a connection with autocommit=False, and the mode is kept."""
    for scenario in (
        assert_saved,
        assert_fails_whole,
        assert_commit_undone,
        partial(assert_nested, sql=sql),
        assert_outer_decides,
        assert_interrupted,
        partial(assert_none_left, sql=sql),
    ):
        clear(database)
        try:
            scenario(answer, database, autocommit=False)
        except AssertionError as failed:
            raise AssertionError(f"with autocommit=False, {failed}") from None


# ---- task 4: the import -----------------------------------------------------------------------


def orders_of(answer: Any, count: int) -> list[Any]:
    """Good orders; one in five has no line."""
    lines = (("tea", 1), ("O'Hara's 茶", 2), ("tea", 3), ("", 4))
    return [answer.Order(f"ref '{i}' ✓", lines[: i % 5]) for i in range(count)]


def assert_imported(database: Database, orders: list[Any], why: str) -> None:
    """Exactly these orders are stored, with their lines."""
    __tracebackhide__ = True
    refs = database.rows("SELECT ref FROM orders WHERE id <> 7 ORDER BY id")
    assert_same_rows(refs, [(order.ref,) for order in orders], why, ordered=True)
    lines = database.rows(
        "SELECT ref, product, quantity FROM order_lines JOIN orders ON orders.id = order_id"
    )
    expected = [(order.ref, *line) for order in orders for line in order.lines]
    assert_same_rows(lines, expected, f"the lines of these orders, and no other: {why}")


@pytest.mark.task(4)
def test_one_bad_order_of_a_hundred(answer: Any, database: Database) -> None:
    """Of 100 orders with 4 bad ones 96 are stored whole, and the 4 are reported."""
    good = orders_of(answer, 96)
    bad: list[Any] = [
        answer.Order("no quantity", (("tea", 1), ("tea", 0), ("tea", 2))),
        answer.Order("used", (("tea", 1),)),
        answer.Order("no product", (("tea", 1), (None, 1))),
        answer.Order(good[3].ref, (("milk", 1),)),
    ]
    orders = [bad[0], *good[:50], bad[1], bad[2], *good[50:], bad[3]]
    for autocommit in (True, False):
        with connected(database, autocommit) as conn:
            report = answer.import_orders(conn, orders)
            after = f"import_orders() on a connection with autocommit={autocommit}"
            assert_nothing_pending(conn, database, autocommit, after)
        why = "a bad order is left out as a whole, the others are stored"
        assert_imported(database, good, f"autocommit={autocommit}: {why}")
        assert_reported(answer, report, bad)
        with database.observer() as other:
            other.executescript("DELETE FROM order_lines; DELETE FROM orders WHERE id <> 7")
    with connected(database, autocommit=True) as conn:
        try:
            report = answer.import_orders(conn, iter(()))
        except Exception as error:
            raise AssertionError(
                f"an import of no orders raised {type(error).__name__}, “{error}”: it stores "
                "nothing, and reports that"
            ) from error
    assert (report.stored, len(report.rejected)) == (0, 0), (
        f"for an import of no orders the report is {report}: nothing stored, nothing rejected"
    )


def assert_reported(answer: Any, report: Any, bad: list[Any]) -> None:
    """96 stored orders, and the bad ones with what the database said."""
    __tracebackhide__ = True
    assert isinstance(report, answer.ImportReport), (
        f"import_orders() returned a {type(report).__name__}: it returns an ImportReport"
    )
    assert report.stored == 96, f"the report says stored={report.stored}: how many are stored"
    assert isinstance(report.rejected, tuple | list), (
        f"report.rejected is {report.rejected!r}: it holds a Rejected for each order left out"
    )
    for rejected in report.rejected:
        assert isinstance(rejected, answer.Rejected), (
            f"report.rejected holds {rejected!r}: it holds a Rejected for each order left out"
        )
        assert isinstance(rejected.reason, str), (
            f"the reason of {rejected.ref!r} is an object of type {type(rejected.reason).__name__}:"
            " it is the text of the error, a str"
        )
    assert [rejected.ref for rejected in report.rejected] == [order.ref for order in bad], (
        "the refs of the rejected orders are not those of the bad ones: each is reported once, in "
        "the order of the input"
    )
    silent = [rejected.ref for rejected in report.rejected if "constraint" not in rejected.reason]
    assert not silent, (
        f"the reason of {silent} is not what the database said: an outcome keeps the text of its "
        "error"
    )


@pytest.mark.task(4)
def test_the_import_is_one_unit(answer: Any, database: Database, sql: SqlLog) -> None:
    """Nobody sees a part of an import, and any other error undoes all of it."""
    good = orders_of(answer, 6)
    seen: set[int] = set()

    def look(_: str) -> None:
        seen.add(database.rows("SELECT COUNT(*) FROM orders")[0][0] - 1)

    def breaking() -> Iterator[Any]:
        yield from good[:4]
        raise Stop("the source of the orders broke")

    not_a_number = answer.Order("object", (("tea", 1), ("tea", object())))
    for autocommit in (True, False):
        for orders, expected in (
            (breaking(), Stop),
            ([*good, not_a_number], sqlite3.ProgrammingError),
        ):
            with connected(database, autocommit) as conn:
                try:
                    report = answer.import_orders(conn, orders)
                except expected:
                    pass
                else:
                    raise AssertionError(
                        f"{expected.__name__} was raised during the import, and it returned "
                        f"{report}: only what the database refuses (IntegrityError) is left out"
                    )
                after = f"an import (autocommit={autocommit}) that was ended by {expected.__name__}"
                assert_nothing_pending(conn, database, autocommit, after)
            assert_imported(database, [], f"after {after} nothing is stored")
        with connected(database, autocommit) as conn, sql.tap(look):
            answer.import_orders(conn, iter(good))
        assert_imported(database, good, "all of them are good")
        with database.observer() as other:
            other.executescript("DELETE FROM order_lines; DELETE FROM orders WHERE id <> 7")
    assert seen <= {0, 6}, (
        f"during the import another connection saw {sorted(seen)} orders: it is one unit"
    )
