import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from runner.api import Crash, Database

ROWS = [(3, "Tea, cellar", 12), (4, "Tea, shop", 3), (7, "O'Brien's 🍵", 0), (20, "", 5)]

TRACK = "autocommit=False"
MODES: dict[str, dict[str, Any]] = {
    TRACK: {"autocommit": False},
    "autocommit=True": {"autocommit": True},
    "isolation_level=None": {"isolation_level": None},
    "the default mode": {},
}


def seed(database: Database) -> None:
    """The products of the shop: 20 pieces in all."""
    with database.observer() as conn:
        conn.execute(
            "CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
            " price_cents INTEGER NOT NULL, quantity INTEGER NOT NULL)"
        )
        conn.executemany("INSERT INTO products VALUES (?, ?, 250, ?)", ROWS)


class Stop(Exception):
    """What the checks raise inside a block."""


# ---- task 1: commit, or roll back ------------------------------------------------------------


@pytest.mark.task(1)
def test_a_block_is_saved(answer: Any, database: Database) -> None:
    """What is changed in a block is private until its end, and saved then."""
    with opened(database) as conn:
        try:
            with block(answer, conn) as inside:
                assert inside is conn, (
                    f"`with transaction(conn) as x` gave {inside!r} as x: it gives the connection"
                )
                add(conn, 3, 1)
                add(conn, 4, 1)
                assert quantities(database) == [12, 3, 0, 5], (
                    "another connection saw the changes before the block had ended: "
                    "a transaction is private until its COMMIT"
                )
        except NotImplementedError:
            raise
        except RuntimeError as error:
            raise AssertionError(
                f"the first block of a connection raised RuntimeError, “{error}”: only a block "
                f"inside a block is refused, and with {TRACK} in_transaction is always true"
            ) from error
        assert quantities(database) == [13, 4, 0, 5], (
            "another connection does not see the changes after the block: "
            "what happened in a block is committed at its end"
        )
        require_open(conn, "a good block")


@pytest.mark.task(1)
def test_a_failed_block_leaves_nothing(answer: Any, database: Database) -> None:
    """An exception takes back everything that the block has changed, and reaches the caller."""
    with opened(database) as conn:
        check_rollback(answer, database, conn, Stop("half done"))


@pytest.mark.task(1)
def test_ctrl_c_leaves_nothing(answer: Any, database: Database) -> None:
    """So does Ctrl-C, which raises KeyboardInterrupt, and the end of the program, SystemExit."""
    for error in (KeyboardInterrupt(), SystemExit(1)):
        with opened(database) as conn:
            check_rollback(answer, database, conn, error)


# ---- task 2: the other modes -----------------------------------------------------------------


@pytest.mark.task(2)
def test_autocommit_connections_too(answer: Any, database: Database) -> None:
    """A block is one transaction where the connection has autocommit=True."""
    check_mode(answer, database, "autocommit=True")


@pytest.mark.task(2)
def test_older_connections_too(answer: Any, database: Database) -> None:
    """And where it was made with isolation_level=None, or without any option."""
    check_mode(answer, database, "isolation_level=None")
    check_mode(answer, database, "the default mode")


@pytest.mark.task(2)
def test_the_mode_stays(answer: Any, database: Database) -> None:
    """After a block, also a failed one, the connection is in the mode in which it was before."""
    for mode in MODES:
        with opened(database, mode) as conn:
            before = (conn.autocommit, conn.isolation_level, conn.in_transaction)
            for how in ("a good block", "a failed block"):
                with suppress(Stop), block(answer, conn):
                    add(conn, 3, 1)
                    if how == "a failed block":
                        raise Stop
                after = (conn.autocommit, conn.isolation_level, conn.in_transaction)
                assert after == before, (
                    f"{mode}: (autocommit, isolation_level, in_transaction) was {before} before "
                    f"{how} and is {after} after it: the mode belongs to the connection's owner"
                )


# ---- task 3: a block inside a block ----------------------------------------------------------


@pytest.mark.task(3)
def test_an_inner_block_never_saves_the_outer(answer: Any, database: Database) -> None:
    """When the outer block fails, nothing is left, whatever happened to a block inside."""
    for mode in MODES:
        with opened(database, mode) as conn:
            with suppress(Stop), block(answer, conn):
                add(conn, 3, -5)
                try:
                    with suppress(RuntimeError), block(answer, conn):  # refused or nested
                        add(conn, 4, 5)
                except sqlite3.Error as error:
                    raise AssertionError(
                        f"{mode}: a block inside a block raised {type(error).__name__}, "
                        f"“{error}”: it is refused with a RuntimeError, in every mode alike"
                    ) from None
                assert quantities(database) == [12, 3, 0, 5], (
                    f"{mode}: another connection saw the outer block's changes when an inner block "
                    "had ended: only the end of the outer block may commit them"
                )
                raise Stop
            keep_what_is_open(conn)
        assert quantities(database) == [12, 3, 0, 5], (
            f"{mode}: changes of the failed outer block are there: a block inside a block must "
            "neither commit it nor switch off its rollback"
        )


@pytest.mark.task(3)
def test_the_outer_block_goes_on(answer: Any, database: Database) -> None:
    """When a block inside fails or is refused, the outer one goes on and is saved, without it."""
    expected = [12, 3, 0, 5]
    for mode in MODES:
        with opened(database, mode) as conn:
            with block(answer, conn):
                add(conn, 3, 1)
                with suppress(Stop, RuntimeError, sqlite3.Error), block(answer, conn):
                    add(conn, 4, 100)
                    raise Stop
                add(conn, 7, 1)
            expected[0] += 1
            expected[2] += 1
            assert quantities(database) == expected, (
                f"{mode}: of the outer block (+1, and +1) and a failed block inside it (+100) the "
                "quantities show something else than +1, 0, +1, 0: the inner one must leave "
                "nothing, and the outer one keep all"
            )


@pytest.mark.task(3)
def test_two_connections_do_not_meet(answer: Any, database: Database, folder: Path) -> None:
    """A block is refused because of its own connection only, never because of another one's."""
    with (
        closing(sqlite3.connect(folder / "other.db")) as other,
        opened(database) as conn,
        block(answer, conn),
    ):
        add(conn, 3, 1)
        try:
            with block(answer, other):
                other.execute("CREATE TABLE proof (word TEXT)")
        except RuntimeError as error:
            raise AssertionError(
                f"a block raised “{error}” while one of another connection was open: each "
                "connection has transactions of its own"
            ) from error
    assert quantities(database)[0] == 13, (
        "the block of the first connection was not saved: what succeeds is committed"
    )


# ---- task 4: locks, and a COMMIT that fails --------------------------------------------------


@pytest.mark.task(4)
def test_no_lock_is_left(answer: Any, database: Database) -> None:
    """After a block, also one that failed or changed nothing, everybody else can write."""
    for mode, what in itertools.product(MODES, ("only read", "changed no row", "failed")):
        with opened(database, mode) as conn:
            with suppress(Stop), block(answer, conn):
                conn.execute("SELECT * FROM products").fetchall()
                if what != "only read":
                    add(conn, 99, 1)
                if what == "failed":
                    raise Stop
            require_unlocked(database, f"{mode}: after a block that {what}")


@pytest.mark.task(4)
def test_a_commit_that_fails_is_undone(answer: Any, database: Database) -> None:
    """When somebody's lock makes the COMMIT fail, the caller hears of it, and nothing is left."""
    for mode in MODES:
        with opened(database, mode) as conn, database.observer() as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM products").fetchone()  # keeps others from committing
            try:
                with block(answer, conn):
                    add(conn, 3, -1)
            except sqlite3.OperationalError:
                pass
            else:
                raise AssertionError(
                    f"{mode}: the COMMIT met “database is locked”, and the block ended as if all "
                    "were well: the caller must get the error"
                )
            reader.execute("COMMIT")
            require_unlocked(database, f"{mode}: after a block whose COMMIT failed")
            keep_what_is_open(conn)
            assert quantities(database) == [12, 3, 0, 5], (
                f"{mode}: the changes of a block whose COMMIT failed were saved later: a COMMIT "
                "that fails leaves the transaction open, and somebody must end it"
            )
            try:
                with block(answer, conn):
                    add(conn, 3, 0)
            except RuntimeError as error:
                raise AssertionError(
                    f"{mode}: the COMMIT of a block failed, and the next block was refused, "
                    f"“{error}”: a block that is over must leave no trace"
                ) from error


# ---- task 5: move_stock ----------------------------------------------------------------------


@pytest.mark.task(5)
def test_stock_moves(answer: Any, database: Database) -> None:
    """move_stock() takes pieces from one product, gives them to another, and saves that."""
    for mode in MODES:
        with opened(database, mode) as conn:
            moves = ((3, 4, 5, [7, 8, 0, 5]), (20, 7, 5, [7, 8, 5, 0]))
            back = ((4, 3, 5, [12, 3, 5, 0]), (7, 20, 5, [12, 3, 0, 5]))
            for src, dst, qty, after in (*moves, *back):
                answer.move_stock(conn, src, dst, qty)
                got = quantities(database)
                assert got == after, (
                    f"{mode}: move_stock(conn, {src}, {dst}, {qty}) left other quantities, as "
                    "another connection sees them: src gives, dst gets, and it is saved"
                )


@pytest.mark.task(5)
def test_refused_moves_change_nothing(answer: Any, database: Database) -> None:
    """A move that cannot be made raises the right error and changes nothing."""
    for src, dst, qty, expected in (
        (3, 4, 0, ValueError),
        (3, 4, -5, ValueError),
        (3, 3, 1, ValueError),
        (3, 99, 5, answer.UnknownProduct),
        (99, 3, 5, answer.UnknownProduct),
        (3, 4, 13, answer.NotEnoughStock),
        (7, 3, 1, answer.NotEnoughStock),
    ):
        call = f"move_stock(conn, {src}, {dst}, {qty})"
        with opened(database) as conn:
            try:
                answer.move_stock(conn, src, dst, qty)
            except expected:
                pass
            else:
                raise AssertionError(
                    f"{call} raised nothing: it raises {expected.__name__} where the products "
                    "have 12, 3, 0 and 5 pieces (ids 3, 4, 7 and 20)"
                )
            require_unlocked(database, f"after {call} raised {expected.__name__}")
            keep_what_is_open(conn)
            assert quantities(database) == [12, 3, 0, 5], (
                f"{call} raised {expected.__name__}, and quantities have changed: "
                "a move that is refused changes nothing"
            )
            answer.move_stock(conn, 3, 4, 12)
            answer.move_stock(conn, 4, 3, 12)
            assert quantities(database) == [12, 3, 0, 5], (
                f"after {call} good moves went wrong: a failed call leaves the connection as it was"
            )


@pytest.mark.task(5)
def test_a_killed_move_is_no_move(answer: Any, database: Database, crash: Crash) -> None:
    """Killed before or after any of its statements, a move is made or not, never half."""

    def move() -> None:
        with opened(database, "autocommit=True") as conn:
            answer.move_stock(conn, 3, 4, 5)

    points = crash.points(move, kinds={"sql"})
    assert quantities(database)[:2] == [7, 8], "5 pieces were to move from product 3 to product 4"
    for point in points:
        with database.observer() as conn:
            conn.executemany("UPDATE products SET quantity = ?2 WHERE id = ?1", [(3, 12), (4, 3)])
        crash.at(point, move)
        left = quantities(database)[:2]
        assert left in ([12, 3], [7, 8]), (
            f"killed {point}, the products have {left[0]} and {left[1]} pieces, 15 before: "
            "both changes belong into one transaction"
        )


# ---- task 6: upgrade -------------------------------------------------------------------------

UPGRADE = [
    "CREATE TABLE shelves (id INTEGER PRIMARY KEY, label TEXT NOT NULL)",
    "INSERT INTO shelves VALUES (1, 'left; top'), (2, 'it''s -- right') -- two of them",
    "ALTER TABLE products ADD COLUMN shelf_id INTEGER REFERENCES shelves (id)",
    "UPDATE products SET shelf_id = 1, quantity = quantity + 1",
]


@pytest.mark.task(6)
def test_an_upgrade_is_saved(answer: Any, database: Database) -> None:
    """upgrade() executes all statements in their order, and saves what they did."""
    with opened(database) as conn:
        answer.upgrade(conn, [])
        answer.upgrade(conn, UPGRADE)
    assert state(database)["tables"] == [("products",), ("shelves",)], (
        "another connection does not see the new table: all statements are executed and committed"
    )
    labels = [label for (label,) in database.rows("SELECT label FROM shelves ORDER BY id")]
    assert labels == ["left; top", "it's -- right"], "each statement is executed as it is"
    assert quantities(database) == [13, 4, 1, 6], (
        "the quantities are not those after one update each: every statement is executed once"
    )


@pytest.mark.task(6)
def test_a_failed_upgrade_leaves_nothing(answer: Any, database: Database) -> None:
    """When a statement fails, new tables, new columns and changed rows are all gone."""
    bad = "INSERT INTO shelves VALUES (1, 'twice')"
    before = state(database)
    for mode in MODES:
        with opened(database, mode) as conn:
            try:
                answer.upgrade(conn, [*UPGRADE, bad])
            except sqlite3.Error:
                pass
            else:
                raise AssertionError(
                    f"{mode}: a statement of the upgrade failed, and upgrade() raised nothing: "
                    "the caller must get the error"
                )
            keep_what_is_open(conn)
        after = state(database)
        found = ", ".join(key for key in before if after[key] != before[key])
        assert not found, (
            f"{mode}: after the fifth statement failed, what the first four did to the {found} is "
            "there: tables and rows change in one transaction, or not at all"
        )
    with opened(database) as conn:
        answer.upgrade(conn, UPGRADE)
    assert quantities(database) == [13, 4, 1, 6], "after a failed upgrade a good one must work"


# ---- what the checks share -------------------------------------------------------------------


@contextmanager
def opened(database: Database, mode: str = TRACK) -> Iterator[sqlite3.Connection]:
    """A connection in a mode, as the owner of an answer would make it."""
    with closing(sqlite3.connect(database.path, timeout=0, **MODES[mode])) as conn:
        yield conn


def block(answer: Any, conn: sqlite3.Connection) -> Any:
    """The answer's block, which must be a context manager."""
    manager = answer.transaction(conn)
    assert hasattr(manager, "__enter__"), (
        f"transaction(conn) returned {type(manager).__name__}, which `with` cannot use: "
        "a context manager is wanted, and contextmanager makes one from a generator function"
    )
    return manager


def add(conn: sqlite3.Connection, product_id: int, change: int) -> None:
    """A change inside a block."""
    conn.execute("UPDATE products SET quantity = quantity + ? WHERE id = ?", (change, product_id))


def check_mode(answer: Any, database: Database, mode: str) -> None:
    """A good block and a failed one on a connection in this mode."""
    with opened(database, mode) as conn:
        before = quantities(database)
        with block(answer, conn):
            add(conn, 3, 1)
            assert quantities(database) == before, (
                f"{mode}: another connection saw a change before the block had ended: "
                "in this mode Python begins no transaction for the block, so you must"
            )
            add(conn, 4, 1)
        saved = quantities(database)
        assert saved == [before[0] + 1, before[1] + 1, *before[2:]], (
            f"{mode}: another connection does not see the changes after the block: "
            "in this mode, look up what commit() does"
        )
        check_rollback(answer, database, conn, Stop("half done"), mode)


def check_rollback(
    answer: Any, database: Database, conn: sqlite3.Connection, error: BaseException, mode: str = ""
) -> None:
    """Leave a block by an exception, then do a good block on the same connection."""
    where = f"{mode}: " if mode else ""
    name = type(error).__name__
    before = quantities(database)
    try:
        with block(answer, conn):
            add(conn, 3, -5)
            add(conn, 4, 5)
            raise error
    except BaseException as raised:
        if raised is not error:
            raise
    else:
        raise AssertionError(
            f"{where}{name} left the block, and the caller did not get it: "
            "who fails must hear of it"
        )
    if conn.autocommit is False:
        require_open(conn, name)
    assert conn.autocommit is False or not conn.in_transaction, (
        f"{where}after {name} left the block, its transaction is still open: every exception must "
        "end it, and in this mode look up what rollback() does"
    )
    keep_what_is_open(conn)
    assert quantities(database) == before, (
        f"{where}{name} left the block, and after the connection's next commit the block's "
        "changes are there: every exception must roll them back"
    )
    try:
        with block(answer, conn):
            add(conn, 3, 1)
    except Exception as refused:
        raise AssertionError(
            f"{where}{name} left a block, and the next block raised {type(refused).__name__}, "
            f"“{refused}”: a block that is over must leave no trace"
        ) from refused
    assert quantities(database)[0] == before[0] + 1, (
        f"{where}{name} left a block, and the next block on the connection saved nothing: "
        "a block that is over must leave no trace"
    )
    with database.observer() as other:
        add(other, 3, -1)


def require_open(conn: sqlite3.Connection, after: str) -> None:
    """With autocommit=False Python keeps a transaction open, as long as it is the one to end it."""
    assert conn.in_transaction, (
        f"after {after} no transaction is open, although the connection has {TRACK}: there the "
        "methods commit() and rollback() begin the next one, and the statements do not"
    )


def keep_what_is_open(conn: sqlite3.Connection) -> None:
    """Commit what a block should have taken back: a missing rollback shows."""
    if conn.autocommit is False:
        conn.commit()
    elif conn.in_transaction:
        conn.execute("COMMIT")


def quantities(database: Database) -> list[int]:
    """The pieces of each product, as another connection sees them."""
    return [quantity for (quantity,) in database.rows("SELECT quantity FROM products ORDER BY id")]


def state(database: Database) -> dict[str, list[Any]]:
    """What another connection sees of all that an upgrade may change."""
    return {
        "tables": database.rows("SELECT name FROM sqlite_schema ORDER BY name"),
        "columns": database.rows("SELECT name FROM pragma_table_info('products')"),
        "quantities": quantities(database),
    }


def require_unlocked(database: Database, when: str) -> None:
    """Somebody else must be able to write now."""
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            add(other, 3, 0)
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"{when}, another connection cannot write (“{error}”): "
                "a transaction holds its lock until it is ended"
            ) from None
