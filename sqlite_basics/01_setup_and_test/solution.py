"""See what SQLite is: a library inside your program, and one ordinary file."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StoreFacts:
    """What can be said about a database."""

    library: str
    header: bytes
    tables: list[str]


def describe(path: Path) -> StoreFacts:
    """Look at a database, and close it again."""
    with path.open("rb") as file:
        header = file.read(16)
    with closing(sqlite3.connect(path)) as conn:
        rows = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return StoreFacts(sqlite3.sqlite_version, header, [name for (name,) in rows])


def open_existing(path: Path) -> sqlite3.Connection:
    """Open a database that is there, for reading and writing.

    Raises:
        sqlite3.OperationalError: There is no such file.
    """
    # as_uri() also writes a `?`, `#` or `%` in the name so that it stays part of the name.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)


def snapshot(source: Path, target: Path) -> None:
    """Copy a database while other programs use it, and close both files again."""
    # In this order: a source that does not exist must not leave an empty target.
    with closing(open_existing(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


def shell(path: Path, sql: str) -> str:
    """What `python -m sqlite3 FILE SQL` prints."""
    command = [sys.executable, "-m", "sqlite3", str(path), sql]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def main(folder: Path) -> None:
    """Make a store.db with the shell, look at it, and make three mistakes."""
    path = folder / "store.db"
    print("1. One file, no server. Two lines typed into the shell made this:")
    shell(path, "CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    shell(path, "INSERT INTO products (name) VALUES ('Tea')")
    print(f"   {describe(path)}")
    print(f"   the shell reads {shell(path, 'SELECT * FROM products')}")

    print("2. connect() with a typing error in the name:")
    with closing(sqlite3.connect(folder / "stroe.db")) as conn:
        conn.execute("SELECT 1")
    print(f"   no error, and files are: {sorted(p.name for p in folder.iterdir())}")
    (folder / "stroe.db").unlink()
    try:
        open_existing(folder / "stroe.db")
    except sqlite3.OperationalError as error:
        print(f"   open_existing(): {error}; files are {sorted(p.name for p in folder.iterdir())}")

    print("3. `with` on a connection does not close it:")
    with closing(open_existing(path)) as conn:
        with conn:
            conn.execute("INSERT INTO products (name) VALUES ('Coffee')")
        answer = conn.execute("SELECT count(*) FROM products").fetchone()
        print(f"   after the block it still answers: {answer}")

    print("4. A copy of the file while a program works with the database:")
    count = "SELECT count(*) FROM products"
    with closing(sqlite3.connect(path, autocommit=True)) as busy:
        busy.execute("PRAGMA journal_mode = WAL")
        busy.execute("INSERT INTO products (name) VALUES ('Milk')")
        shutil.copy(path, folder / "copy.db")
        snapshot(path, folder / "snapshot.db")
        print(f"   the program has committed {busy.execute(count).fetchone()[0]} products")
        for name in ("copy.db", "snapshot.db"):
            with closing(open_existing(folder / name)) as conn:
                print(f"   {name} has {conn.execute(count).fetchone()[0]}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
