import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from logging.handlers import BufferingHandler
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from runner.api import Database, datasets

TIMEOUT = 0.2
# The checks' own copy: an answer cannot soften the rules that it is checked with.
SCHEMA = """
CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE CONSTRAINT name CHECK (length(name) BETWEEN 1 AND 80),
    category_id INTEGER NOT NULL REFERENCES categories (id),
    price_cents INTEGER NOT NULL CONSTRAINT price_cents CHECK (price_cents >= 0),
    quantity INTEGER NOT NULL CONSTRAINT quantity CHECK (quantity >= 0)
) STRICT;
INSERT INTO categories VALUES (1, 'tools'), (2, 'garden');
INSERT INTO products VALUES (1, 'Bolt', 1, 25, 3), (2, 'Spade', 2, 1990, 0);
"""
BOLT = (1, "Bolt", 1, 25, 3)
PUT = "INSERT INTO products VALUES (?, ?, ?, ?, ?)"


def seed(database: Database) -> None:
    """Two categories with one product each."""
    with database.observer() as other:
        other.executescript(SCHEMA)


@pytest.fixture
def conn(database: Database) -> Iterator[sqlite3.Connection]:
    """What the answer works with: foreign keys on, and a transaction always open."""
    with closing(_connect(database.path)) as opened:
        yield opened


# ---- task 1: translate, errors of the data --------------------------------------------------


@pytest.mark.task(1)
def test_duplicates_name_their_field(answer: Any, conn: sqlite3.Connection) -> None:
    """A value that must be unique, also an id, becomes DuplicateProduct with its field."""
    for field, row in (("name", (None, "bolt", 2, 1, 1)), ("id", (1, "Nut", 1, 25, 3))):
        error = _error(conn, PUT, row)
        got = _translated(answer, error, answer.DuplicateProduct)
        assert got.field == field, _about(error, f"the field is {got.field!r}: it is the column")


@pytest.mark.task(1)
def test_an_unknown_category_is_told(answer: Any, conn: sqlite3.Connection) -> None:
    """A category that is not there becomes UnknownCategory."""
    _translated(answer, _error(conn, PUT, (None, "Nut", 9, 25, 3)), answer.UnknownCategory)


@pytest.mark.task(1)
def test_broken_rules_name_their_field(answer: Any, conn: sqlite3.Connection) -> None:
    """NULL, a value that a CHECK refuses, or one of a wrong type becomes InvalidProduct."""
    for field, row in (
        ("name", (None, None, 1, 25, 3)),
        ("name", (None, "", 1, 25, 3)),
        ("price_cents", (None, "Nut", 1, -1, 3)),
        ("quantity", (None, "Nut", 1, 25, None)),
        ("price_cents", (None, "Nut", 1, "cheap", 3)),
        ("category_id", (None, "Nut", 1.5, 25, 3)),
    ):
        error = _error(conn, PUT, row)
        got = _translated(answer, error, answer.InvalidProduct)
        assert got.field == field, _about(error, f"the field is {got.field!r}: it is the column")


@pytest.mark.task(1)
def test_the_code_decides_not_the_words(answer: Any, conn: sqlite3.Connection) -> None:
    """A message that sounds like another error does not change what an error is."""
    _translated(answer, _error(conn, PUT, BOLT), answer.DuplicateProduct)
    conn.execute(
        "CREATE TABLE prices (cents INTEGER"
        " CONSTRAINT 'UNIQUE, FOREIGN KEY and NOT NULL are locked' CHECK (cents > 0))"
    )
    _translated(answer, _error(conn, "INSERT INTO prices VALUES (0)"), answer.InvalidProduct)
    for words, kind in (
        ("UNIQUE constraint failed: products.name", answer.DuplicateProduct),
        ("FOREIGN KEY constraint failed", answer.UnknownCategory),
        ("database is locked", answer.StoreBusy),
    ):
        conn.execute(
            "CREATE TRIGGER says_no BEFORE DELETE ON products"
            f" BEGIN SELECT raise(ABORT, '{words}'); END"
        )
        error = _error(conn, "DELETE FROM products")
        got = answer.translate(error)
        conn.execute("DROP TRIGGER says_no")
        assert not isinstance(got, kind), (
            f"a trigger that raised “{words}” became {got!r}: "
            "the words of a message are anybody's, the code says what has happened"
        )


# ---- task 2: translate, errors of the circumstances -----------------------------------------


@pytest.mark.task(2)
def test_a_lock_is_busy(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """Whatever kind of lock is in the way becomes StoreBusy."""
    with database.observer() as other:
        other.execute("BEGIN IMMEDIATE")
        _translated(answer, _error(conn, PUT, (None, "Nut", 1, 1, 1)), answer.StoreBusy)
        other.execute("ROLLBACK")
        conn.rollback()
        # In WAL mode, whoever reads first and writes later may find that it has read old rows.
        other.execute("PRAGMA journal_mode = WAL")
        conn.execute("SELECT count(*) FROM products").fetchone()
        other.execute("UPDATE products SET quantity = 8")
        _translated(answer, _error(conn, "DELETE FROM products"), answer.StoreBusy)
    for name in ("SQLITE_LOCKED", "SQLITE_LOCKED_SHAREDCACHE", "SQLITE_BUSY_RECOVERY"):
        error = _made(sqlite3.OperationalError("database table is locked"), name)
        _translated(answer, error, answer.StoreBusy)


@pytest.mark.task(2)
def test_a_damaged_file_is_corrupt(answer: Any, database: Database, folder: Path) -> None:
    """A file that is damaged, or is no database, becomes StoreCorrupt."""
    no_database = folder / "notes.db"
    no_database.write_text("This is a shopping list, and no database.\n" * 50, encoding="utf-8")
    damaged = folder / "damaged.db"
    content = bytearray(database.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    damaged.write_bytes(content)
    for path in (no_database, damaged):
        with closing(sqlite3.connect(path)) as other:
            error = _error(other, "SELECT * FROM products")
        _translated(answer, error, answer.StoreCorrupt)
    error = sqlite3.DatabaseError("database disk image is malformed")
    _translated(answer, _made(error, "SQLITE_CORRUPT_INDEX"), answer.StoreCorrupt)


@pytest.mark.task(2)
def test_mistakes_of_the_program_are_nothing_of_that(answer: Any, conn: sqlite3.Connection) -> None:
    """A missing table, bad SQL, a closed connection and the like give None."""
    _translated(answer, _error(conn, PUT, BOLT), answer.DuplicateProduct)
    closed = sqlite3.connect(":memory:")
    closed.close()
    errors = [
        _error(conn, "SELECT * FROM prodcuts"),
        _error(conn, "SELCT 1"),
        _error(conn, "INSERT INTO products VALUES (1)"),
        _error(conn, "SELECT ?"),
        _error(closed, "SELECT 1"),
    ]
    for error in errors:
        try:
            got = answer.translate(error)
        except AttributeError as attribute:
            raise AssertionError(
                _about(error, f"translate() raised “{attribute}”: not every error has a code")
            ) from None
        said = f"translate() gave {got!r}: a mistake in the program is no error of the data"
        assert got is None, _about(error, said)


# ---- task 3: guarded ------------------------------------------------------------------------


@pytest.mark.task(3)
def test_a_unit_is_saved(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """Without an exception everything in the block is committed."""
    for number, name in enumerate(("Nut", "O'Brien's 🍵"), start=10):
        with answer.guarded(conn):
            conn.execute(PUT, (number, name, 1, 25, 3))
            conn.execute("UPDATE products SET quantity = ?", (number,))
        seen = _rows(database)[-1]
        assert seen == (number, name, 1, 25, number), (
            "another connection does not see the changes of a block that has ended well: "
            "a change is private to its connection until it is committed"
        )


@pytest.mark.task(3)
def test_a_failed_unit_is_undone(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """After an error the whole unit is gone, and the connection can be used again."""
    before = _rows(database)
    raised = _failed(answer, conn, PUT, BOLT)
    assert isinstance(raised, answer.DuplicateProduct), (
        f"a second Bolt in a block raised {raised!r}: guarded() raises what translate() returns"
    )
    _require_undone(conn, database, before)
    with answer.guarded(conn):
        conn.execute(PUT, (12, "Nail", 1, 5, 500))
    assert len(_rows(database)) == len(before) + 1, "after a failed unit the next one is saved"


@pytest.mark.task(3)
def test_the_cause_is_kept(answer: Any, conn: sqlite3.Connection) -> None:
    """The error of SQLite is the __cause__ of the StoreError."""
    raised = _failed(answer, conn, PUT, BOLT)
    cause = getattr(raised, "__cause__", None)
    assert isinstance(cause, sqlite3.IntegrityError), (
        f"the __cause__ of {raised!r} is {cause!r}: "
        "whoever looks for the reason needs the error that SQLite has raised"
    )


@pytest.mark.task(3)
def test_other_exceptions_go_on(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """Bad SQL, an exception of the program, Ctrl-C: undone too, and raised as they are."""
    assert isinstance(_failed(answer, conn, PUT, BOLT), answer.StoreError), (
        "a duplicate raised no StoreError: it is an error of the database, which is translated"
    )
    before = _rows(database)
    raised = _failed(answer, conn, "SELECT * FROM prodcuts")
    assert type(raised) is sqlite3.OperationalError, (
        f"“no such table: prodcuts” came out of the block as {raised!r}: "
        "a mistake in the program must be seen as what it is"
    )
    _require_undone(conn, database, before)
    for exception in (KeyError("card"), KeyboardInterrupt()):
        raised = _failed(answer, conn, exception)
        assert raised is exception, (
            f"{exception!r} was raised in the block, and {raised!r} came out: it goes on as it is"
        )
        _require_undone(conn, database, before)


@pytest.mark.task(3)
def test_a_failed_commit_is_an_error_too(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """What SQLite refuses only at the commit is undone and translated as well."""
    before = _rows(database)
    raised = _failed(answer, conn, "PRAGMA defer_foreign_keys = ON", (), PUT, (9, "Nut", 9, 1, 1))
    assert isinstance(raised, answer.UnknownCategory), (
        f"a foreign key that is looked at when the transaction ends raised {raised!r}: "
        "the commit can fail as any statement can"
    )
    _require_undone(conn, database, before)


@pytest.mark.task(3)
def test_busy_comes_when_the_timeout_is_over(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """A lock makes StoreBusy after the connection's own timeout, no sooner and not much later."""
    with database.observer() as other:
        other.execute("BEGIN IMMEDIATE")
        started = monotonic()
        try:
            with answer.guarded(conn):
                conn.execute("DELETE FROM products")
            raised: Exception | None = None
        except (answer.StoreError, sqlite3.Error) as error:
            raised = error
        waited = monotonic() - started
    assert isinstance(raised, answer.StoreBusy), (
        f"a locked database raised {raised!r}: another program that writes is no mistake"
    )
    assert 0.8 * TIMEOUT < waited < 20 * TIMEOUT, (
        f"the connection waits {TIMEOUT} s for a lock, and StoreBusy came after {waited:.1f} s: "
        "how long to wait is set on the connection, and nowhere else"
    )


# ---- task 4: add_product --------------------------------------------------------------------


@pytest.mark.task(4)
def test_a_product_is_added_or_refused(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """A product is saved and its id returned; otherwise a StoreError, and nothing is saved."""
    for name in datasets.HOSTILE_NAMES:
        if name:
            got = answer.add_product(conn, answer.NewProduct(name, 1, 25, 3))
            stored = _rows(database)[-1]
            assert stored[1:] == (name, 1, 25, 3), "the product is saved, each value in its column"
            assert got == stored[0], f"add_product() returned {got!r}: it returns the new id"
    before = _rows(database)
    for product, kind in (
        (answer.NewProduct("BOLT", 2, 1, 1), answer.DuplicateProduct),
        (answer.NewProduct("", 1, 25, 3), answer.InvalidProduct),
        (answer.NewProduct("Nut", 9, 25, 3), answer.UnknownCategory),
    ):
        try:
            answer.add_product(conn, product)
            raised: Exception | None = None
        except (answer.StoreError, sqlite3.Error) as error:
            raised = error
        assert isinstance(raised, kind), (
            f"{product} raised {raised!r}: it is to be {kind.__name__}, and the caller must hear "
            "of it"
        )
        _require_undone(conn, database, before)


@pytest.mark.task(4)
def test_logs_name_the_error_and_no_value(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """Each refusal is one warning in the log with SQLite's name of it, without any value."""
    log = BufferingHandler(capacity=100)
    answer.LOG.addHandler(log)
    conn.execute(PUT, (77, "Zoë's diary", 1, 31337, 4242))
    conn.commit()
    for name, product in (
        ("SQLITE_CONSTRAINT_UNIQUE", answer.NewProduct("zoë's diary", 1, 31337, 4242)),
        ("SQLITE_CONSTRAINT_CHECK", answer.NewProduct("Zoë's letters", 1, -31337, 4242)),
        ("SQLITE_CONSTRAINT_FOREIGNKEY", answer.NewProduct("Zoë's letters", 9, 31337, 4242)),
        ("SQLITE_BUSY", answer.NewProduct("Zoë's letters", 1, 31337, 4242)),
    ):
        log.flush()
        with database.observer() as other:
            if name == "SQLITE_BUSY":
                other.execute("BEGIN IMMEDIATE")
            try:
                answer.add_product(conn, product)
            except answer.StoreError as error:
                shown = str(error)
            else:
                raise AssertionError(f"{product} was added: it is to be refused with {name}")
        levels = [line.levelname for line in log.buffer]
        assert levels == ["WARNING"], (
            f"{name} made {len(levels)} lines in the log ({', '.join(levels) or 'none'}): "
            "each StoreError is to be one warning"
        )
        formatted = logging.Formatter().format(log.buffer[0])
        assert name in formatted, (
            f"the log says {formatted!r}: whoever reads it needs SQLite's own name, {name}"
        )
        for value in ("diary", "letters", "31337", "4242"):
            assert value not in (formatted + shown).lower(), (
                f"the value {value!r} of a refused product is in the log or in the exception's "
                "text: logs are read by people who may not read the data"
            )


# ---- what the checks share ------------------------------------------------------------------


def _connect(path: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(path, autocommit=True, timeout=TIMEOUT)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.autocommit = False
    return conn


def _error(conn: sqlite3.Connection, sql: str, values: tuple[object, ...] = ()) -> sqlite3.Error:
    """The error that a statement makes, as SQLite raises it."""
    try:
        conn.execute(sql, values).fetchall()
    except sqlite3.Error as error:
        return error
    raise AssertionError(f"the check expected an error from {sql}")


def _made(error: sqlite3.Error, name: str) -> sqlite3.Error:
    """An error with a code that is hard to bring about, as sqlite3 would raise it."""
    error.sqlite_errorcode, error.sqlite_errorname = getattr(sqlite3, name), name
    return error


def _translated(answer: Any, error: sqlite3.Error, kind: type[Any]) -> Any:
    got = answer.translate(error)
    assert type(got) is kind, _about(
        error, f"translate() gave {got!r}: it is to return {kind.__name__}"
    )
    return got


def _about(error: sqlite3.Error, what: str) -> str:
    code = getattr(error, "sqlite_errorcode", "no code")
    return f"{type(error).__name__} “{error}” (code {code}): {what}"


def _failed(answer: Any, conn: sqlite3.Connection, *work: Any) -> BaseException | None:
    """What comes out of a guarded block that has changed something and then goes wrong.

    Args:
        answer: the learner's module.
        conn: its connection.
        work: an exception to raise, or statements, each with its values.
    """
    try:
        with answer.guarded(conn):
            conn.execute(PUT, (11, "Screw", 1, 5, 500))
            if isinstance(work[0], BaseException):
                raise work[0]
            for sql, values in zip(work[::2], work[1::2] or [()], strict=True):
                conn.execute(sql, values)
    except BaseException as error:
        return error
    return None


def _require_undone(
    conn: sqlite3.Connection, database: Database, before: list[tuple[Any, ...]]
) -> None:
    """The failed block has left nothing, no lock either, even if somebody commits now."""
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            other.execute("UPDATE products SET quantity = quantity")
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"after a failed block another connection cannot write (“{error}”): "
                "the transaction must end"
            ) from None
    conn.commit()
    assert _rows(database) == before, (
        "changes of a failed block are in the table: a unit is saved as a whole or not at all"
    )


def _rows(database: Database) -> list[tuple[Any, ...]]:
    """What another connection sees."""
    return database.rows("SELECT * FROM products ORDER BY id")
