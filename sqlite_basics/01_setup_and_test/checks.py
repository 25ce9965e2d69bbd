import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from runner.api import Database, datasets

ODD_FILE_NAMES = ("store.db", "50% off?.db", "shop #2.db", "O'Brien's käse & tea.db")
ANY_CHARACTER = "a file's name may hold any character, also those with a meaning in a URI or in SQL"
RELATIVE = "a path may also be relative, and leads from the current folder then"
NAMES = ["Tea", *datasets.HOSTILE_NAMES]


# ---- task 1: describe -----------------------------------------------------------------------


@pytest.mark.task(1)
def test_the_version_is_the_librarys(answer: Any, database: Database) -> None:
    """describe() says which version of SQLite does the work."""
    # An empty file is a database, too; who reads it as text fails at the header's check, not here.
    database.path.touch()
    library = _facts(answer, database.path).library
    is_text = isinstance(library, str)
    assert is_text, f"the version is {library!r}, a {type(library).__name__}: it is given as a text"
    (working,) = database.rows("SELECT sqlite_version()")[0]
    right = library == working
    assert right, (
        f"describe() says version {library!r}, and a connection that is asked says {working!r}: "
        "the SQLite library has a version of its own, neither Python's nor that of its module"
    )


@pytest.mark.task(1)
def test_the_file_begins_with_its_format(answer: Any, folder: Path) -> None:
    """describe() gives the first 16 bytes, read from the file like those of any other file."""
    _shell(folder / "store.db", "CREATE TABLE products (name TEXT)")
    (folder / "empty.db").touch()  # SQLite takes an empty file for a database without tables
    for name in ("store.db", "empty.db"):
        path = folder / name
        try:
            header = _facts(answer, path).header
        except UnicodeDecodeError as error:
            raise AssertionError(
                f"describe() raised UnicodeDecodeError (“{error.reason}”): a database is no text, "
                "and a file that is opened in a binary mode gives bytes"
            ) from None
        is_bytes = isinstance(header, bytes)
        assert is_bytes, (
            f"the header is a {type(header).__name__}: a file that is opened in a binary mode "
            "gives bytes"
        )
        start = path.read_bytes()[:16]
        right = header == start
        assert right, (
            f"the header of {name} is said to be {header[:40]!r}, and the file begins with "
            f"{start!r}: it is the first 16 bytes, as they are in the file"
        )


@pytest.mark.task(1)
def test_the_shell_and_the_module_see_the_same(
    answer: Any, database: Database, folder: Path
) -> None:
    """Tables that were made in the shell are there for the module: sorted, and tables only."""
    for table, tables in (
        ("products", ["products"]),
        ("Zutaten für Tee", ["Zutaten für Tee", "products"]),
        ("carts", ["Zutaten für Tee", "carts", "products"]),
    ):
        _shell(database.path, f'CREATE TABLE "{table}" (name TEXT)')
        got = _facts(answer, database.path).tables
        is_list = isinstance(got, list)
        assert is_list, f"the tables are {got!r:.80}: their names are given as a list"
        are_names = all(isinstance(name, str) for name in got)
        assert are_names, (
            f"describe() lists {got}: a row is a tuple, also where it has one value, and the name "
            "is inside"
        )
        complete = sorted(got) == tables
        unsorted = complete and got != tables
        assert not unsorted, (
            f"describe() lists {got}, the right tables in another order: they are sorted as "
            "ORDER BY and sorted() do it"
        )
        assert complete, (
            f"the shell made {tables}, describe() lists {got}: the database keeps the name of each "
            "of its tables in its table sqlite_schema"
        )

    for kind, name, what in (
        ("index", "a_by_name", "ON products (name)"),
        ("view", "b_names", "AS SELECT name FROM products"),
    ):
        _shell(database.path, f"CREATE {kind} {name} {what}")
        got = _facts(answer, database.path).tables
        listed = name in got
        assert not listed, (
            f"the {kind} {name} is listed as a table: "
            "the column type of sqlite_schema says what a name stands for"
        )
        same = got == tables
        assert same, (
            f"the {kind} {name} was added, and the tables are now said to be {got}: they are the "
            "same as before"
        )

    for name in ODD_FILE_NAMES:
        with Database.sqlite(folder / name).observer() as other:
            other.execute("CREATE TABLE products (name TEXT)")
        try:
            got = _facts(answer, folder / name).tables
        except sqlite3.Error as error:
            raise AssertionError(
                f"describe() of {name!r} raised {type(error).__name__} (“{error}”): {ANY_CHARACTER}"
            ) from None
        same = got == ["products"]
        assert same, f"describe() of {name!r} lists {got}, not ['products']: {ANY_CHARACTER}"


@pytest.mark.task(1)
def test_describe_closes_what_it_opened(answer: Any, database: Database) -> None:
    """describe() leaves no connection open."""
    _shell(database.path, "CREATE TABLE products (name TEXT)")
    with _all_closed("describe()"):
        _facts(answer, database.path)


# ---- task 2: open_existing ------------------------------------------------------------------


@pytest.mark.task(2)
def test_an_existing_store_is_opened(answer: Any, folder: Path) -> None:
    """open_existing() opens the file, whatever its path, for reading and writing."""
    for name in ODD_FILE_NAMES:
        _shell(folder / name, "CREATE TABLE products (name TEXT)")
    before = sorted(path.name for path in folder.iterdir())
    cases = [(folder / name, f"the store {name!r}", ANY_CHARACTER) for name in ODD_FILE_NAMES]
    cases += [
        (Path(name), f"the store {name!r}, by its name alone,", RELATIVE) for name in ODD_FILE_NAMES
    ]
    with chdir(folder):
        for path, what, rule in cases:
            try:
                conn = answer.open_existing(path)
                _require_connection(conn)
                with closing(conn):
                    conn.execute("INSERT INTO products VALUES (?)", (what,))
                    conn.commit()
            except (sqlite3.Error, ValueError) as error:
                raise AssertionError(
                    f"{what} could not be opened and written ({type(error).__name__}: {error}): "
                    f"the connection is open, for writing too, and {rule}"
                ) from None
            rows = Database.sqlite(folder / path.name).rows("SELECT name FROM products")
            written = (what,) in rows
            assert written, (
                f"a row that was written and committed is not in {what}: another file was opened"
            )
    after = sorted(path.name for path in folder.iterdir())
    no_others = after == before
    assert no_others, (
        f"the files were {before}, and are {after} now: only the file that was asked for is opened"
    )


@pytest.mark.task(2)
def test_a_missing_store_is_an_error(answer: Any, folder: Path) -> None:
    """open_existing() raises sqlite3.OperationalError where there is no file, and makes none."""
    _shell(folder / "store.db", "CREATE TABLE products (name TEXT)")
    conn = answer.open_existing(folder / "store.db")
    _require_connection(conn)
    conn.close()
    call = "open_existing() of stroe.db, which does not exist,"
    try:
        conn = answer.open_existing(folder / "stroe.db")
    except sqlite3.OperationalError:
        pass
    except Exception as error:
        raise AssertionError(
            f"{call} raised {type(error).__name__}: it raises sqlite3.OperationalError"
        ) from None
    else:
        is_connection = isinstance(conn, sqlite3.Connection)
        assert is_connection, f"{call} returned {conn!r:.80}: it raises sqlite3.OperationalError"
        conn.close()
        raise AssertionError(
            "open_existing() opened stroe.db, which does not exist: "
            "unless it is told otherwise, SQLite takes a wrong name for a new database"
        )
    made = (folder / "stroe.db").exists()
    assert not made, (
        "open_existing() raised, and yet there is a file stroe.db now: "
        "a file must not be made before it is known whether it was there"
    )


# ---- task 3: snapshot -----------------------------------------------------------------------


@pytest.mark.task(3)
def test_a_snapshot_is_a_copy(answer: Any, database: Database, folder: Path) -> None:
    """A snapshot of a store at rest has its rows, and the store keeps them."""
    with database.observer() as other:
        other.execute("CREATE TABLE products (name TEXT)")
        other.executemany("INSERT INTO products VALUES (?)", [(name,) for name in NAMES])
        other.execute("CREATE INDEX by_name ON products (name)")
        other.execute("CREATE VIEW names AS SELECT name FROM products")
    target = folder / "snapshot.db"
    answer.snapshot(database.path, target)
    try:
        database.rows("SELECT name FROM products")
    except sqlite3.Error as error:
        raise AssertionError(
            f"the source has lost its table, “{error}”: snapshot() has overwritten it, and the "
            "source is only read"
        ) from None
    for place, path in (("source", database.path), ("target", target)):
        names = _names(path)
        same = names == NAMES
        assert same, (
            f"the {place} has {len(names)} of {len(NAMES)} rows after snapshot(): "
            "the rows are copied from the source, which is only read, to the target"
        )
    schema = "SELECT type, name, sql FROM sqlite_schema"
    there = Database.sqlite(target).rows(schema)
    lost = [f"the {row[0]} {row[1]}" for row in database.rows(schema) if row not in there]
    nothing_lost = not lost
    assert nothing_lost, (
        f"the snapshot lacks {' and '.join(lost)}: a database is more than its tables and their "
        "rows, and its copy has everything"
    )

    source = target
    for name in ODD_FILE_NAMES[1:]:
        target = folder / name
        what = f"snapshot() of {source.name!r} to {name!r}"
        try:
            answer.snapshot(source, target)
        except (sqlite3.Error, ValueError) as error:
            raise AssertionError(
                f"{what} raised {type(error).__name__} (“{error}”): {ANY_CHARACTER}"
            ) from None
        same = _names(target) == NAMES
        assert same, f"{what} copied other rows than there are: {ANY_CHARACTER}"
        source = target


@pytest.mark.task(3)
def test_a_snapshot_holds_what_was_committed(answer: Any, database: Database, folder: Path) -> None:
    """A snapshot has every committed row, although a program is writing, and no other."""
    target = folder / "snapshot.db"
    with _busy_writer(database) as writer:
        writer.execute("BEGIN")
        writer.execute("INSERT INTO products VALUES ('not yet')")
        answer.snapshot(database.path, target)
        names = _names(target)
    too_much = "not yet" in names
    assert not too_much, (
        "the snapshot has a row that its writer has not committed: "
        "it holds only what other connections may see"
    )
    same = names == NAMES
    assert same, (
        f"the snapshot has {len(names)} of {len(NAMES)} committed rows: while a program works "
        "with a database, the newest rows may stand in a second file beside it, and only SQLite "
        "knows how to put them together"
    )


@pytest.mark.task(3)
def test_a_snapshot_is_one_closed_file(answer: Any, database: Database, folder: Path) -> None:
    """Afterwards there is one file more, and no connection is open."""
    with _busy_writer(database):
        with _all_closed("snapshot()"):
            answer.snapshot(database.path, folder / "snapshot.db")
        files = sorted(path.name for path in folder.iterdir())
    one_file = files == ["snapshot.db"]
    assert one_file, (
        f"beside the snapshot there are files now ({files}): a database that is not in use is one "
        "file, and a copy in several parts can be torn"
    )


@pytest.mark.task(3)
def test_a_snapshot_of_nothing_is_an_error(answer: Any, database: Database, folder: Path) -> None:
    """snapshot() raises sqlite3.OperationalError where there is no source, and makes no file."""
    _shell(database.path, "CREATE TABLE products (name TEXT)")
    answer.snapshot(database.path, folder / "good.db")
    copied = (folder / "good.db").exists()
    assert copied, "snapshot() made no good.db: a source that is there is copied"
    raised: Exception | None = None
    try:
        answer.snapshot(folder / "stroe.db", folder / "bad.db")
    except Exception as error:
        raised = error
    files = sorted(path.name for path in folder.iterdir())
    assert raised, (
        f"snapshot() of stroe.db, which does not exist, was no error, and the files are now "
        f"{files}: a backup of nothing must not look like a backup"
    )
    nothing_made = files == ["good.db"]
    assert nothing_made, (
        f"snapshot() raised, and left these files: {files}: nothing is made before the source is "
        "known to be there"
    )
    right_kind = isinstance(raised, sqlite3.OperationalError)
    assert right_kind, (
        f"snapshot() of stroe.db, which does not exist, raised {type(raised).__name__}: it raises "
        "sqlite3.OperationalError"
    )


# ---- what the checks share ------------------------------------------------------------------


def _shell(path: Path, sql: str) -> None:
    """Have Python's SQLite shell run one statement, in a process of its own."""
    command = [sys.executable, "-I", "-m", "sqlite3", str(path), sql]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"the shell could not run {sql!r}: {done.stderr}"


def _facts(answer: Any, path: Path) -> Any:
    facts = answer.describe(path)
    are_facts = isinstance(facts, answer.StoreFacts)
    assert are_facts, f"describe() returned a {type(facts).__name__}: it returns the StoreFacts"
    return facts


def _names(path: Path) -> list[str]:
    """The products in a database that must exist."""
    made = path.exists()
    assert made, f"snapshot() returned, and there is no {path.name}: it makes the target"
    try:
        rows = Database.sqlite(path).rows("SELECT name FROM products ORDER BY rowid")
    except sqlite3.Error as error:
        raise AssertionError(
            f"{path.name} cannot be read after snapshot() (“{error}”): it holds the whole database"
        ) from None
    return [name for (name,) in rows]


def _require_connection(conn: object) -> None:
    is_connection = isinstance(conn, sqlite3.Connection)
    assert is_connection, (
        f"open_existing() returned a {type(conn).__name__}: it returns the open connection"
    )


@contextmanager
def _busy_writer(database: Database) -> Iterator[sqlite3.Connection]:
    """A program that has committed all NAMES, most of them only into the write-ahead log.

    Another one has been reading since before, so no checkpoint can move them to the main file.
    """
    with database.observer() as writer, database.observer() as reader:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE products (name TEXT)")
        writer.execute("INSERT INTO products VALUES (?)", NAMES[:1])
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        reader.execute("BEGIN")
        reader.execute("SELECT name FROM products").fetchall()
        writer.executemany("INSERT INTO products VALUES (?)", [(name,) for name in NAMES[1:]])
        yield writer


@contextmanager
def _all_closed(who: str) -> Iterator[None]:
    """Fail where a connection that is opened inside the block is open after it."""
    opened: list[sqlite3.Connection] = []
    listening = True

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        # An audit hook cannot be removed, only told to be still.
        if listening and event == "sqlite3.connect/handle":
            opened.append(arguments[0])

    sys.addaudithook(note)
    try:
        yield
    finally:
        listening = False
    left = [conn for conn in opened if _is_open(conn)]
    files = " and ".join(map(_file_name, left))
    for conn in left:
        conn.close()
    none_left = not left
    assert none_left, (
        f"{len(left)} of {len(opened)} connections that {who} opened are still open, to {files}: "
        "a connection stays open until its close() is called"
    )


def _file_name(conn: sqlite3.Connection) -> str:
    sqlite3.Connection.set_trace_callback(conn, None)  # this question is not the answer's
    conn.row_factory = None
    return Path(conn.execute("PRAGMA database_list").fetchone()[2]).name


def _is_open(conn: sqlite3.Connection) -> bool:
    try:
        conn.total_changes  # noqa: B018  # a closed connection refuses to say
    except sqlite3.ProgrammingError:
        return False
    return True
