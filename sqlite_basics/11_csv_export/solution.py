"""Rows out to a CSV file and back in, without losing anything."""

import csv
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ImportReport:
    """What an import did."""

    rows: int
    columns: tuple[str, ...]


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Write the rows of a query to a CSV file: all of them, or the file is as before.

    Returns:
        How many rows were written, without the header.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    count = 0
    try:
        with (
            closing(conn.execute(sql, params)) as cursor,
            temporary.open("w", newline="", encoding="utf-8") as file,
        ):
            # Quotes every text and writes nothing at all for None, so that "" differs from NULL.
            writer = csv.writer(file, quoting=csv.QUOTE_STRINGS)
            writer.writerow([name for name, *_ in cursor.description])
            for row in cursor:  # one at a time: the next one is fetched when this one is written
                writer.writerow([_disarmed(value) for value in row] if excel_safe else row)
                count += 1
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return count


def _disarmed(value: object) -> object:
    """A value that a spreadsheet shows and does not execute.  Numbers are no formulas."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Add the rows of a CSV file to a table: all of them, or none.

    Raises:
        ValueError: The file does not fit the table.
        sqlite3.Error: The database refused a row.
    """
    # newline="": otherwise a line break inside a text would be “translated”.
    with path.open(newline="", encoding="utf-8") as file, conn:
        reader = records(file)
        columns = tuple(name or "" for name in next(reader, ()))
        known = {
            name for (name,) in conn.execute("SELECT name FROM pragma_table_info(?)", (table,))
        }
        if not known:
            raise ValueError(f"there is no table {table!r}")
        if not columns or not known.issuperset(columns):
            raise ValueError(f"{table!r} does not have the columns {columns}")
        names = ", ".join(_quoted(name) for name in columns)
        marks = ", ".join("?" * len(columns))
        # A `?` can stand for a value only. Names must go into the text, quoted.
        cursor = conn.executemany(
            f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})",
            _of_length(len(columns), reader),
        )
    return ImportReport(cursor.rowcount, columns)


def records(file: TextIO) -> Iterator[list[str | None]]:
    """Read the rows of a CSV file, with None where nothing stands between two commas."""
    if sys.version_info >= (3, 13):
        yield from csv.reader(file, quoting=csv.QUOTE_NOTNULL, strict=True)
        return

    # The readers of Python 3.12 take this constant, and give "" all the same. But what stands in
    # quotes is no NULL, and the text of the row shows where they are.
    lines: list[str] = []

    def noted() -> Iterator[str]:
        """Each line of the file, kept until its row is read."""
        for line in file:
            lines.append(line)
            yield line

    for row in csv.reader(noted(), strict=True):
        text, place = "".join(lines), 0
        lines.clear()
        fields: list[str | None] = []
        for value in row:
            in_quotes = text.startswith('"', place)
            fields.append(value if value or in_quotes else None)
            place += len(value) + 1 + (2 + value.count('"') if in_quotes else 0)
        yield fields


def _quoted(name: str) -> str:
    """A name as SQL reads it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def _of_length(length: int, rows: Iterable[list[str | None]]) -> Iterator[list[str | None]]:
    """Pass rows on, as long as they have as many fields as the header."""
    for number, row in enumerate(rows, start=1):
        if len(row) != length:
            raise ValueError(f"row {number} has {len(row)} fields, and the header {length}")
        yield row


# ---- run by itself: what a simple export loses ----------------------------------------------

PRODUCTS = [
    (1, "Tea, green", "two lines:\r\nhot\r\ncold", 250),
    (2, "Coffee", "", 900),
    (3, 'The "best" honey', None, None),
    (4, '=HYPERLINK("https://example.com")', "-", -5),
]


def naive_export(conn: sqlite3.Connection, path: Path) -> None:
    """Join the values with commas."""
    rows = conn.execute("SELECT * FROM products").fetchall()
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")


def main(folder: Path) -> None:
    """Export four products in two ways, and read them back."""
    path = folder / "products.csv"
    columns = "(id INTEGER PRIMARY KEY, name TEXT, note TEXT, price_cents INTEGER)"
    with closing(sqlite3.connect(folder / "store.db", autocommit=False)) as conn:
        conn.execute(f"CREATE TABLE products {columns}")
        conn.execute(f"CREATE TABLE copy {columns}")
        conn.executemany("INSERT INTO products VALUES (?, ?, ?, ?)", PRODUCTS)
        conn.commit()

        naive_export(conn, path)
        with path.open(newline="", encoding="utf-8") as file:
            read = list(csv.reader(file))
        print("4 products of 4 columns, joined with commas and read back:")
        print("  ", len(read), "rows with", *(len(row) for row in read), "columns")

        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(PRODUCTS)
        with path.open(encoding="utf-8") as file:
            read = list(csv.reader(file))
        print("csv.writer and csv.reader with their defaults, without newline='':")
        print("   the note of product 1:", repr(read[0][2]), "instead of", repr(PRODUCTS[0][2]))
        print("   the notes of 2 and 3: ", repr(read[1][2]), repr(read[2][2]), "instead of '' None")

        print("export_csv:")
        everything = "SELECT * FROM products"
        export_csv(conn, everything, (), path)
        for line in path.read_text(encoding="utf-8").splitlines():
            print("  ", line)
        print(import_csv(conn, path, "copy"))
        same = conn.execute("SELECT * FROM copy").fetchall() == PRODUCTS
        print("  read back, all values and types are the same:", same)
        export_csv(
            conn, "SELECT name, price_cents FROM copy WHERE id = 4", (), path, excel_safe=True
        )
        print("  excel_safe:", path.read_text(encoding="utf-8").splitlines()[1])

        before = path.read_bytes()
        try:
            export_csv(conn, "SELECT abs(-9223372036854775807 - id) FROM copy", (), path)
        except sqlite3.OperationalError as error:
            print(f"  a query that fails at its first row ({error}):")
            print("  the old file is as before:", path.read_bytes() == before)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
