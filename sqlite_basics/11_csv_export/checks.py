import csv
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from runner.api import Database, Memory, assert_same_rows, datasets, first_line

TEXTS = [
    *datasets.HOSTILE_NAMES,
    "a,b",
    '"',
    '""',
    '","',
    "two\r\nlines\r\n",
    "\r",
    "\n",
    "=1+1",
    "'",
    "None",
    "NULL",
    "1e3",
    "nul\0inside",
]
NUMBERS = [0, -5, 2**62 + 1, 0.1 + 0.2, 1e300, -0.5]

BREAKS = "a comma, a quote or a line break inside a value must not end it"

LIMIT = 16
"""MiB: enough for a row at a time, and for SQLite's own cache, and too little for all rows."""

OLD = b"the file of yesterday\r\n"


def seed(database: Database) -> None:
    """A table for imports, with two rows."""
    with database.observer() as conn:
        conn.execute(
            "CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT,"
            " price_cents INTEGER, weight REAL)"
        )
        conn.execute("INSERT INTO products VALUES (1, 'Tea', NULL, 250, 0.1), (2, '', '', 0, 1)")


# ---- task 1: the header and the rows ---------------------------------------------------------


@pytest.mark.task(1)
def test_a_header_and_all_rows(answer: Any, database: Database, folder: Path) -> None:
    """The first line names the query's columns, then comes one line for each of its rows."""
    path = folder / "out.csv"
    for limit, rows in ((9, [["1", "Tea"], ["2", "Coffee"]]), (1, [["1", "Tea"]]), (0, [])):
        sql = (
            "WITH p (id, name) AS (VALUES (1, 'Tea'), (2, 'Coffee'))"
            ' SELECT id, name AS "the product" FROM p WHERE id <= ? ORDER BY id'
        )
        with opened(database) as conn:
            got = answer.export_csv(conn, sql, (limit,), path)
        assert path.is_file(), (
            f"there is no file {path.name} after export_csv(): it makes one, also for no rows"
        )
        lines = read(path)
        assert lines[:1] == [["id", "the product"]], (
            f"the first line is {lines[:1]!r:.60}: it holds the names of the query's columns, as "
            "the query calls them, also when no row follows"
        )
        assert_same_rows(lines[1:], rows, f"the rows of the query with ({limit},)", ordered=True)
        assert got == len(rows), (
            f"export_csv() returned {got!r} for {len(rows)} rows: "
            "it counts what it has written, for a SELECT does not know it before its last row"
        )


@pytest.mark.task(1)
def test_any_text_survives(answer: Any, database: Database, folder: Path) -> None:
    """Commas, quotes, line breaks, emoji and long numbers are read back as they were."""
    path = folder / "out.csv"
    values = [*TEXTS, *NUMBERS]
    with opened(database) as conn:
        values_sql = ", ".join(["(?, ?, 'end')"] * len(values))
        params = [item for pair in enumerate(values) for item in pair]
        answer.export_csv(conn, f"WITH v AS (VALUES {values_sql}) SELECT * FROM v", params, path)
    lines = read(path)[1:]
    for number, (value, line) in enumerate(zip(values, lines, strict=False)):
        assert line == [str(number), str(value), "end"], (
            f"the row ({number}, {value!r}, 'end') is read back as {line!r:.70}: "
            + ("a value must arrive as it is" if len(line) == 3 else BREAKS)
        )
    assert len(lines) == len(values), (
        f"{len(values)} rows became {len(lines)}: a value with a comma, a quote or a line break "
        "stands in quotes"
    )


# ---- task 2: NULL ----------------------------------------------------------------------------


@pytest.mark.task(2)
def test_null_is_no_text(answer: Any, database: Database, folder: Path) -> None:
    """NULL is nothing between two commas; an empty text is two quotes."""
    path = folder / "out.csv"
    with opened(database) as conn:
        answer.export_csv(conn, "SELECT 1, NULL, '', 'NULL', NULL, 'x'", (), path)
    fields = path.read_text(encoding="utf-8").splitlines()[1].split(",")
    assert fields[1] != fields[2], (
        f"NULL and an empty text are both written as {fields[1]!r}: "
        "who reads the file cannot tell them apart any more"
    )
    assert fields[1] == fields[4] == "", (
        f"NULL is written as {fields[1]!r}: nothing at all stands for it, without quotes"
    )
    assert fields[2] == '""', f'an empty text is written as {fields[2]}: it is written as ""'


# ---- task 3: one row at a time ---------------------------------------------------------------


@pytest.mark.task(3)
def test_an_export_needs_little_memory(
    answer: Any, database: Database, folder: Path, memory: Memory
) -> None:
    """An export of 120,000 long rows needs less than 16 MiB."""
    path, n = folder / "out.csv", 120_000
    sql = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " SELECT i, printf('%0200d', i) AS name FROM n"
    )
    with opened(database) as conn:
        peak = memory.peak_of(lambda: answer.export_csv(conn, sql, (n,), path))
    assert path.is_file(), "there is no file after export_csv(): it makes one"
    assert path.stat().st_size > n * 200, (
        f"the file has {path.stat().st_size:,} bytes: {n:,} long rows need more"
    )
    assert peak < LIMIT, (
        f"{peak:.0f} MiB were needed for a file of {path.stat().st_size / 2**20:.0f}: "
        "a cursor gives rows one at a time, and none of them must be kept"
    )


# ---- task 4: a whole file --------------------------------------------------------------------


@pytest.mark.task(4)
def test_a_failed_export_changes_no_file(answer: Any, database: Database, folder: Path) -> None:
    """When an export fails, half-way or at its end, the old file stays, and no other is left."""
    path = folder / "out.csv"
    fails_late = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
        " SELECT i, CASE i WHEN 2999 THEN abs(-9223372036854775807 - 1) ELSE 'row' END FROM n"
    )
    for sql, when in ((fails_late, "at row 2,999"), ("SELECT nothing FROM nowhere", "at once")):
        for old in (None, OLD):
            if old is not None:
                path.write_bytes(old)
            with opened(database) as conn:
                try:
                    answer.export_csv(conn, sql, (), path)
                except sqlite3.OperationalError:
                    pass
                else:
                    raise AssertionError(
                        f"the query failed {when}, and export_csv() raised nothing: "
                        "the caller must hear of it"
                    )
            found = path.read_bytes() if path.exists() else None
            before = "no file" if old is None else "an old file"
            assert found == old, (
                f"the query failed {when}; there was {before}, and now there is "
                f"{'none' if found is None else f'one of {len(found):,} bytes'}: "
                "a file must appear whole or not at all"
            )
            rest = sorted(item.name for item in folder.iterdir() if item != path)
            assert not rest, (
                f"the query failed {when}, and {', '.join(rest)} was left in the folder: "
                "whoever makes a temporary file removes it when it is not needed"
            )
            path.unlink(missing_ok=True)
    taken = folder / "taken.csv"
    taken.mkdir()
    with opened(database) as conn:
        try:
            answer.export_csv(conn, "SELECT 1 AS one", (), taken)
        except OSError:
            pass
        else:
            raise AssertionError(
                "there is a folder of the file's name, and export_csv() raised nothing: the caller "
                "must hear of it"
            )
    rest = sorted(item.name for item in folder.iterdir() if item != taken)
    assert not rest, (
        f"a folder of the file's name stood in the way, and {', '.join(rest)} was left: whoever "
        "makes a temporary file removes it whatever goes wrong, not only the query"
    )
    taken.rmdir()
    path.write_bytes(OLD * 100)
    with opened(database) as conn:
        answer.export_csv(conn, "SELECT 1 AS one, 'x' AS x", (), path)
    assert read(path) == [["one", "x"], ["1", "x"]], "a good export replaces the old file"
    assert [item.name for item in folder.iterdir()] == [path.name], (
        "after a good export there are other files in the folder: only the result is to be left"
    )


# ---- task 5: excel_safe ----------------------------------------------------------------------


@pytest.mark.task(5)
def test_formulas_are_disarmed(answer: Any, database: Database, folder: Path) -> None:
    """With excel_safe a text that looks like a formula gets an apostrophe, and nothing else."""
    path = folder / "out.csv"
    formulas = ["=1+1", "=", "+49 30", "-", "-5", "@SUM(A1)", "\t=1", "\r=1", '=A1&","&"🍵"']
    harmless: list[Any] = ["a=1", "", "'=1", "1-1", -5, -0.5, 2**62, "O'Brien"]
    values = [*formulas, *harmless]
    sql = "SELECT " + ", ".join("?" * len(values))
    for safe in (True, False):
        with opened(database) as conn:
            answer.export_csv(conn, sql, values, path, excel_safe=safe)
        (got,) = read(path)[1:]
        for value, cell in zip(values, got, strict=True):
            expected = f"'{value}" if safe and value in formulas else str(value)
            rule = (
                "a formula from somebody else's text must not run in a spreadsheet"
                if expected != str(value)
                else "numbers and harmless texts stay as they are, and without excel_safe all do"
            )
            assert cell == expected, (
                f"excel_safe={safe}: {value!r} was written as {cell!r} instead of {expected!r}: "
                f"{rule}"
            )


# ---- task 6: the import ----------------------------------------------------------------------


@pytest.mark.task(6)
def test_an_import_brings_all_back(answer: Any, database: Database, folder: Path) -> None:
    """What is in the file is in the table afterwards, saved, with the table's types."""
    path = folder / "in.csv"
    rows: list[tuple[Any, ...]] = [
        (10 + n, text, None if n % 3 else text, n * 10**15 + 1, n / 8)
        for n, text in enumerate(TEXTS)
    ]
    rows.append((7, "007", "1.50", None, None))
    write(path, ["id", "name", "note", "price_cents", "weight"], rows)
    with opened(database) as conn:
        report = answer.import_csv(conn, path, "products")
        stored = database.rows("SELECT * FROM products WHERE id > 2 ORDER BY id")
        assert stored, (
            "another connection sees no new row after import_csv(): "
            "a change is private to its connection until it is committed"
        )
    assert_same_rows(stored, rows, "every value as it is in the file; nothing for NULL")
    assert isinstance(report, answer.ImportReport), f"import_csv() returned {report!r:.60}"
    assert report.rows == len(rows), (
        f"the report says {report.rows} rows of {len(rows)}: it counts what was added"
    )
    assert tuple(report.columns) == ("id", "name", "note", "price_cents", "weight"), (
        f"the report names the columns {report.columns}: they are those of the header, in its order"
    )


@pytest.mark.task(6)
def test_columns_go_by_name(answer: Any, database: Database, folder: Path) -> None:
    """The header says which column is which; names may be any, also words of SQL."""
    path = folder / "in.csv"
    with opened(database) as conn:
        write(path, ["weight", "name"], [(0.5, "Honey"), (None, "Salt")])
        report = answer.import_csv(conn, path, "products")
        got = database.rows("SELECT name, note, price_cents, weight FROM products WHERE id > 2")
        assert_same_rows(
            got,
            [("Honey", None, None, 0.5), ("Salt", None, None, None)],
            "each value in its column",
        )
        assert report.rows == 2, (
            f"the report says {report.rows} rows of 2: it counts what was added"
        )
        names = ("order", 'the "best" order')
        for name in names:
            conn.execute(f'CREATE TABLE {quoted(name)} ("group" TEXT, "unit ""price""" INTEGER)')
        conn.commit()
        write(path, ['unit "price"', "group"], [(5, "a"), (7, "b")])
        for name in names:
            answer.import_csv(conn, path, name)
        write(path, ["name", "id"], [])
        report = answer.import_csv(conn, path, "products")
        assert (report.rows, tuple(report.columns)) == (0, ("name", "id")), (
            f"a file with a header and no rows gave {report!r:.80}: nothing to add is no error"
        )
    for name in names:
        assert_same_rows(
            database.rows(f"SELECT * FROM {quoted(name)}"),
            [("a", 5), ("b", 7)],
            f'a table called {name} with the columns group and unit "price"',
        )


@pytest.mark.task(6)
def test_a_round_trip_loses_nothing(answer: Any, database: Database, folder: Path) -> None:
    """A table that is exported and imported again is the same table."""
    path = folder / "trip.csv"
    rows: list[tuple[Any, ...]] = [
        (n, text, None if n % 2 else "", None if n % 5 else -n, n / 8)
        for n, text in enumerate(TEXTS)
    ]
    with database.observer() as other:
        other.execute("DELETE FROM products")
        other.executemany("INSERT INTO products VALUES (?, ?, ?, ?, ?)", rows)
    with opened(database) as conn:
        answer.export_csv(conn, "SELECT * FROM products ORDER BY id", (), path)
        conn.execute("DELETE FROM products")
        conn.commit()
        answer.import_csv(conn, path, "products")
    got = database.rows("SELECT * FROM products")
    assert_same_rows(got, rows, "exported, deleted, imported: every value and every type")


@pytest.mark.task(6)
def test_an_import_needs_little_memory(
    answer: Any, database: Database, folder: Path, memory: Memory
) -> None:
    """An import of 20,000 long rows needs less than 16 MiB."""
    path, n = folder / "in.csv", 20_000
    write(path, ["name"], ((f"{i:01200}",) for i in range(n)))

    def work() -> None:
        with opened(database) as conn:
            answer.import_csv(conn, path, "products")

    peak = memory.peak_of(work)
    ((count,),) = database.rows("SELECT count(*) FROM products")
    assert count == n + 2, f"{count - 2:,} of {n:,} rows were added"
    assert peak < LIMIT, (
        f"{peak:.0f} MiB were needed to read a file of {path.stat().st_size / 2**20:.0f}: "
        "a reader gives rows one at a time, and executemany() takes them one at a time"
    )


# ---- task 7: a file that does not fit --------------------------------------------------------


@pytest.mark.task(7)
def test_a_bad_file_adds_nothing(answer: Any, database: Database, folder: Path) -> None:
    """When the header or one row does not fit, an error is raised and no row is added."""
    path = folder / "in.csv"
    good = [(n, "x", n) for n in range(50, 60)]
    pairs = [(n, "x") for n in range(50, 60)]
    header = ["id", "name", "price_cents"]
    injection = "name) SELECT 'from the header' || ? --"
    files: dict[str, tuple[Sequence[str], list[Any], str, type[Exception]]] = {
        "SQL in place of a column's name": ([injection], [("x",)], "products", ValueError),
        "a column the table does not have": (["id", "colour"], pairs, "products", ValueError),
        "a row with a field too few": (header, [*good, (60, "x")], "products", ValueError),
        "a row with a field too many": (header, [*good, (60, "x", 5, 5)], "products", ValueError),
        "an id that is there already": (header, [*good, (2, "x", 5)], "products", sqlite3.Error),
        "NULL as a name": (header, [*good, (60, None, 5)], "products", sqlite3.Error),
        "a table that is not there": (header, good, "prodcuts", ValueError),
    }
    before = database.rows("SELECT * FROM products")
    for what, (names, rows, table, expected) in files.items():
        write(path, names, rows)
        with opened(database) as conn:
            try:
                answer.import_csv(conn, path, table)
            except expected:
                pass
            except (ValueError, sqlite3.Error) as error:
                raise AssertionError(
                    f"a file with {what} raised {first_line(error)}: what does not fit the table "
                    "is a ValueError, what the database refuses is its sqlite3.Error"
                ) from error
            else:
                raise AssertionError(f"a file with {what} was imported without an error: it is bad")
            conn.commit()  # what was not rolled back becomes visible
        added = len(database.rows("SELECT * FROM products")) - len(before)
        assert not added, (
            f"a file with {what} raised an error, and {added} rows were added: all or none"
        )
    write(path, header, good)
    with opened(database) as conn:
        answer.import_csv(conn, path, "products")
    assert len(database.rows("SELECT * FROM products")) == 12, "a good file must be imported"


# ---- what the checks share -------------------------------------------------------------------


@contextmanager
def opened(database: Database) -> Iterator[sqlite3.Connection]:
    """A connection as 02_basic_crud makes it."""
    with closing(sqlite3.connect(database.path, timeout=0, autocommit=False)) as conn:
        conn.row_factory = sqlite3.Row
        yield conn


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def read(path: Path) -> list[list[str]]:
    """The file as any other program reads it."""
    with path.open(newline="", encoding="utf-8") as file:
        try:
            return list(csv.reader(file, strict=True))
        except csv.Error as error:
            raise AssertionError(f"the file cannot be read as CSV ({error}): {BREAKS}") from error


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A file as export_csv() writes it: texts in quotes, numbers without, nothing for None."""

    def cell(value: Any) -> str:
        if isinstance(value, str):
            return '"' + value.replace('"', '""') + '"'
        return "" if value is None else repr(value)

    with path.open("w", newline="", encoding="utf-8") as file:
        for row in (header, *rows):
            file.write(",".join(map(cell, row)) + "\r\n")
