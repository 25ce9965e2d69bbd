import json
import os
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
    id INTEGER PRIMARY KEY, stock INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;
CREATE TABLE sales (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0)
) STRICT;
CREATE INDEX sales_by_product ON sales (product_id);
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    sale_id INTEGER NOT NULL REFERENCES sales (id),
    key TEXT NOT NULL UNIQUE,
    payload TEXT NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0
) STRICT;
"""
TEA, RARE, NOTHING = 1, 30, 999
STOCK = {TEA: 1_000, RARE: 1}


def seed(database: Database) -> None:
    """Two products, nothing sold, in WAL mode."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.executescript(SCHEMA)
        conn.executemany("INSERT INTO products VALUES (?, ?)", STOCK.items())


# ---- what the checks look with ----------------------------------------------------------------


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of the check's own: tasks 2 to 5 do not depend on task 1."""
    with closing(sqlite3.connect(path, autocommit=True, timeout=5)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        # What is killed here is a process, not the machine: a check need not wait for the disk.
        conn.execute("PRAGMA synchronous = OFF")
        yield conn


def sell(conn: sqlite3.Connection, key: str, product: int = TEA) -> None:
    """A sale of the check's own."""
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("UPDATE products SET stock = stock - 1 WHERE id = ?", (product,))
    sale_id = conn.execute(
        "INSERT INTO sales (product_id, quantity) VALUES (?, 1)", (product,)
    ).lastrowid
    payload = json.dumps({"sale_id": sale_id, "product_id": product, "quantity": 1})
    conn.execute(
        "INSERT INTO outbox (sale_id, key, payload) VALUES (?, ?, ?)", (sale_id, key, payload)
    )
    conn.execute("COMMIT")


def state(path: Path) -> dict[str, list[Any]]:
    """Everything, as another connection sees it."""
    with closing(sqlite3.connect(path, autocommit=True)) as conn:
        return {
            table: conn.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in ("products", "sales", "outbox")
        }


def counts(found: dict[str, list[Any]]) -> str:
    """A state for a message."""
    stock = dict(found["products"])[TEA]
    return f"{len(found['sales'])} sales, {len(found['outbox'])} messages, a stock of {stock}"


def is_consistent(found: dict[str, list[Any]]) -> bool:
    """Whether sales, stock and messages agree."""
    stock = dict(found["products"])
    for _, product, quantity in found["sales"]:
        stock[product] += quantity
    sales = [row[0] for row in found["sales"]]
    return stock == STOCK and sales == [message[1] for message in found["outbox"]]


def assert_ended(conn: sqlite3.Connection, after: str) -> None:
    """No transaction is open."""
    __tracebackhide__ = True
    assert not conn.in_transaction, (
        f"after {after} a transaction is still open: whoever begins one ends it, on every way out"
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
            f"{what} raised {type(error).__name__}, “{error}”: it must raise {expected.__name__}"
        ) from error
    raise AssertionError(f"{what} returned {value!r}: it must raise {expected.__name__}")


# ---- task 1: open_durable ---------------------------------------------------------------------


@pytest.mark.task(1)
def test_settings_are_durable(answer: Any, folder: Path) -> None:
    """Each connection waits for the disk at a commit, and keeps a journal that survives."""
    for turn in ("a new file", "a file that is there already"):
        conn = answer.open_durable(folder / "shop.db")
        assert isinstance(conn, sqlite3.Connection), (
            f"open_durable() returned {conn!r}: it returns the open connection"
        )
        with closing(conn):
            read = {
                name: conn.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("synchronous", "journal_mode", "foreign_keys")
            }
            assert read["synchronous"] >= 2, (
                f"on {turn}, PRAGMA synchronous reads {read['synchronous']}: below FULL (2) a "
                "commit does not wait for the disk, and each connection has to ask for it"
            )
            assert read["journal_mode"] in ("wal", "delete", "truncate", "persist"), (
                f"on {turn}, PRAGMA journal_mode reads {read['journal_mode']!r}: "
                "without a journal on disk a crash leaves half a transaction"
            )
            assert read["foreign_keys"] == 1, (
                f"on {turn}, PRAGMA foreign_keys reads {read['foreign_keys']}: "
                "it is off in each connection, and ignored inside a transaction"
            )
            assert conn.autocommit is True, (
                f"conn.autocommit is {conn.autocommit}, not True: BEGIN and COMMIT are yours to "
                "execute"
            )
            conn.execute("CREATE TABLE IF NOT EXISTS t (a)")
    assert (folder / "shop.db").exists(), (
        "open_durable() made no shop.db: it opens the file that it is given"
    )


# ---- task 2: record_sale ----------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_sale_is_three_changes(answer: Any, database: Database) -> None:
    """A sale is a row in sales, less stock, and a message that is still to be sent."""
    sold = [(TEA, 3), (RARE, 1), (TEA, 3), (TEA, 994)]
    with connected(database.path) as conn:
        try:
            ids = [answer.record_sale(conn, answer.Sale(*sale)) for sale in sold]
        except sqlite3.IntegrityError as error:
            raise AssertionError(
                f"one of the sales (product, quantity) {sold} raised “{error}”: two equal sales "
                "are two sales, and each message has a key of its own"
            ) from error
        assert_ended(conn, "record_sale()")
    found = state(database.path)
    assert_same_rows(
        [row[1:] for row in found["sales"]], sold, "one row in sales for each call", ordered=True
    )
    assert ids == [row[0] for row in found["sales"]], (
        f"the calls returned {ids}: the id of the row in sales is the sale's id"
    )
    assert dict(found["products"]) == {TEA: 0, RARE: 0}, "what is sold leaves the stock"
    sent = [row[4] for row in found["outbox"]]
    assert sent == [0] * 4, f"the messages have sent = {sent}: four that are still to be sent"
    for (_, sale_id, _, payload, _), (product, quantity), number in zip(
        found["outbox"], sold, ids, strict=True
    ):
        told = {"sale_id": number, "product_id": product, "quantity": quantity}
        with suppress(ValueError):
            payload = json.loads(payload)
        assert (sale_id, payload) == (number, told), (
            f"the message of sale {number} has the payload {payload!r}: it is the JSON object of "
            "its sale, with sale_id, product_id and quantity"
        )


@pytest.mark.task(2)
def test_no_sale_without_goods(answer: Any, database: Database) -> None:
    """Too little in stock, or no such product: an exception, and not one row has changed."""
    before = state(database.path)
    cases = [
        ((TEA, 1_001), answer.OutOfStock),
        ((RARE, 2), answer.OutOfStock),
        ((NOTHING, 1), answer.OutOfStock),
        ((TEA, 0), sqlite3.IntegrityError),
        ((TEA, -5), sqlite3.IntegrityError),
    ]
    with connected(database.path) as conn:
        for sale, expected in cases:
            what = f"record_sale(conn, Sale{sale})"
            assert_refused(
                lambda sale=sale: answer.record_sale(conn, answer.Sale(*sale)), expected, what
            )
            assert_ended(conn, f"{what}, which raised {expected.__name__},")
            assert state(database.path) == before, (
                f"{what} raised {expected.__name__} and rows had changed: all three or none"
            )
        answer.record_sale(conn, answer.Sale(RARE, 1))
    assert is_consistent(state(database.path)), (
        "after refusals a good sale is not stored whole: a refused sale leaves nothing open "
        "behind it"
    )


@pytest.mark.task(2)
def test_a_kill_leaves_all_or_nothing(
    answer: Any, database: Database, folder: Path, crash: Crash
) -> None:
    """Killed at any statement: sale, stock and message are all there, or none is."""
    path = folder / "shop.db"

    def work() -> None:
        with connected(path) as conn:
            answer.record_sale(conn, answer.Sale(TEA, 2))

    for point in points_of(crash, work, database, path):
        crash.at(point, work)
        found = state(path)
        whole = is_consistent(found)
        assert whole, (
            f"killed {point}, there are {counts(found)}, and there was a stock of {STOCK[TEA]}: "
            "what must agree after a crash is saved by one COMMIT"
        )


def points_of(
    crash: Crash, work: Callable[[], Any], database: Database, path: Path
) -> Iterator[Any]:
    """The moments at which work can be killed; before each one there is a fresh copy at path."""

    def renew() -> None:
        for file in path.parent.glob("shop.db*"):
            file.unlink()
        shutil.copyfile(database.path, path)

    renew()
    points = crash.points(work)
    for point in points:
        renew()
        yield point


# ---- task 3: publish_pending ------------------------------------------------------------------


def filled(database: Database, count: int) -> list[str]:
    """Messages that are still to be sent, in the order of their ids, between two that are sent."""
    keys = [f"{9 - number} 'k' ✓" for number in range(count)]
    with connected(database.path) as conn:
        for key in ["sent before", *keys, "sent by hand"]:
            sell(conn, key)
            if key not in keys:
                conn.execute("UPDATE outbox SET sent = 1 WHERE key = ?", (key,))
    return keys


def pending(path: Path) -> list[str]:
    """The keys that are still to be sent."""
    return [row[2] for row in state(path)["outbox"] if not row[4]]


@pytest.mark.task(3)
def test_messages_are_sent_in_order(answer: Any, database: Database) -> None:
    """Pending messages are sent oldest first, each with its key and payload, and marked."""
    keys = filled(database, 4)
    received: list[tuple[str, Any]] = []
    with connected(database.path) as conn:
        number = answer.publish_pending(conn, lambda key, payload: received.append((key, payload)))
        assert [key for key, _ in received] == keys, (
            "the keys that were sent are not those of the pending messages, oldest first: "
            "the key is stored with the message, pending is each one that is not marked, also "
            "where a newer one is, and what was sent before is not sent again"
        )
        expected = [
            {"sale_id": sale_id, "product_id": TEA, "quantity": 1} for sale_id in range(2, 6)
        ]
        assert [payload for _, payload in received] == expected, (
            f"the payloads that send got begin with {received[0][1]!r}: each is the stored JSON "
            "object, as a dict"
        )
        assert number == 4, (
            f"publish_pending() returned {number!r} for 4 messages: it returns how many it has sent"
        )
        left = pending(database.path)
        assert not left, f"after publishing {len(left)} messages are pending: a sent one is marked"
        assert_ended(conn, "publish_pending()")
        again = answer.publish_pending(conn, lambda key, payload: received.append((key, payload)))
        assert (again, len(received)) == (0, 4), (
            "a second call sent messages again: what is sent is marked"
        )


class Down(Exception):
    """The receiver does not answer."""


@pytest.mark.task(3)
def test_a_failing_send_keeps_the_message(answer: Any, database: Database) -> None:
    """When send raises, this message and the later ones stay pending, and the caller is told."""
    keys = filled(database, 4)
    received: list[str] = []

    def send(key: str, payload: object) -> None:
        if key == keys[2] and Down not in told:
            raise Down(key)
        received.append(key)

    told: list[type[Exception]] = []
    with connected(database.path) as conn:
        assert_refused(
            lambda: answer.publish_pending(conn, send),
            Down,
            "publish_pending() with a send that raised Down for the third of four messages",
        )
        told.append(Down)
        assert pending(database.path) == keys[2:], (
            "after a send that failed for the third of four messages, the third and the fourth are "
            "to be pending and no other: a message is marked when it was sent, and not before"
        )
        assert_ended(conn, "a failed send")
        answer.publish_pending(conn, send)
    assert received == keys, "after a failed send the next call sends what is left, in order"


@pytest.mark.task(3)
def test_nobody_waits_for_send(answer: Any, database: Database) -> None:
    """While send is at work other programs write, and that does not disturb the publishing."""
    keys = filled(database, 3)
    with connected(database.path) as conn, database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")

        def send(key: str, payload: object) -> None:
            try:
                other.execute("UPDATE products SET stock = stock + 1 WHERE id = ?", (RARE,))
            except sqlite3.OperationalError as error:
                raise AssertionError(
                    f"while send was at work another program could not write, “{error}”: "
                    "a lock is not held while waiting for something slow"
                ) from None

        try:
            answer.publish_pending(conn, send)
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"another program wrote while send was at work, and publish_pending() raised "
                f"{error.sqlite_errorname}: a SELECT whose rows are not all fetched holds on to an "
                "old snapshot"
            ) from error
    assert pending(database.path) == [], (
        f"of {len(keys)} messages some are pending: each is marked as soon as it is sent"
    )


@pytest.mark.task(3)
def test_a_kill_loses_no_message(
    answer: Any, database: Database, folder: Path, crash: Crash
) -> None:
    """Killed at any moment and run again: each message arrives, at most one of them twice."""
    keys = filled(database, 3)
    path, inbox = folder / "shop.db", folder / "inbox"

    def send(key: str, payload: object) -> None:
        # The receiver is another system: what it has got, it keeps.
        handle = os.open(inbox, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(handle, (json.dumps([key, payload]) + "\n").encode())
        os.close(handle)

    def work() -> None:
        with connected(path) as conn:
            answer.publish_pending(conn, send)

    for point in points_of(crash, work, database, path):
        inbox.unlink(missing_ok=True)
        crash.at(point, work)
        work()
        received = [json.loads(line) for line in inbox.read_text(encoding="utf-8").splitlines()]
        got = [key for key, _ in received]
        when = f"killed {point} and run again"
        lost = [key for key in keys if key not in got]
        assert not lost, (
            f"{when}, {len(lost)} of 3 messages never arrived: a message that is marked before it "
            "is sent is lost in between"
        )
        different = {key for key in got if key not in keys}
        assert not different, f"{when}, a message came with another key: {sorted(different)}"
        assert len(got) <= 4, (
            f"{when}, 3 messages arrived {len(got)} times: each is marked as soon as it was sent, "
            "so that only the one under way is sent again"
        )
        assert pending(path) == [], (
            f"{when}, messages are still pending: a run sends all that is left"
        )


# ---- task 4: recover --------------------------------------------------------------------------


@pytest.mark.task(4)
def test_recovery_keeps_what_was_committed(
    answer: Any, database: Database, folder: Path, crash: Crash
) -> None:
    """What a killed process has committed is there after recover(); a missing file is an error."""
    path = folder / "shop.db"

    def work() -> None:
        with connected(path) as conn:
            sell(conn, "first")
            conn.execute("UPDATE outbox SET sent = 1")
            sell(conn, "second")
            conn.execute("BEGIN IMMEDIATE")
            conn.execute("UPDATE products SET stock = 0")
            conn.execute("SELECT 'the process is killed before this'")

    *_, before_the_select, _ = points_of(crash, work, database, path)
    crash.at(before_the_select, work)
    report = answer.recover(path)
    found = state(path)
    assert [row[2] for row in found["outbox"]] == ["first", "second"], (
        f"after a kill and recover() there are {counts(found)}, and two sales were committed: "
        "the newest commits are in the files beside the database"
    )
    assert is_consistent(found), (
        f"after a kill and recover() there are {counts(found)}: what was not committed is undone"
    )
    assert isinstance(report, answer.RecoveryReport), (
        f"recover() returned {report!r}: it returns a RecoveryReport"
    )
    found_wrong = [*report.damage, *report.orphans]
    assert not found_wrong, (
        "the report on a sound database speaks of damage or orphans: there is nothing to report"
    )
    assert report.pending == 1, f"pending is {report.pending}: one message is still to be sent"
    with closing(sqlite3.connect(path, autocommit=True, timeout=0)) as other:
        other.execute("UPDATE products SET stock = stock")  # fails where recover() holds a lock
    missing = folder / "missing.db"
    assert_refused(lambda: answer.recover(missing), FileNotFoundError, "recover(a missing file)")
    assert not missing.exists(), "recover() has made the file that was missing: an empty database"


@pytest.mark.task(4)
def test_recovery_finds_damage(answer: Any, database: Database, folder: Path) -> None:
    """A row that breaks its rule, a damaged index, half a file, no table: each is damage."""
    with connected(database.path) as conn:
        for number in range(300):
            sell(conn, f"key {number}")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = database.path.read_bytes()
    sick: dict[str, Callable[[Path], Any]] = {
        "a row that breaks a CHECK": break_a_rule,
        "an index that is not that of its table": swap_indexes,
        "an emptied file": lambda path: path.write_bytes(b""),
        "half of the file": lambda path: path.write_bytes(whole[: len(whole) // 2]),
        "a file that is no database": lambda path: path.write_bytes(b"hello, world\n" * 999),
    }
    for number, (what, harm) in enumerate(sick.items()):
        path = folder / f"{number}.db"
        path.write_bytes(whole)
        assert not answer.recover(path).damage, (
            "a sound database is reported as damaged: where integrity_check says ok there is "
            "nothing to report"
        )
        harm(path)
        try:
            report = answer.recover(path)
        except sqlite3.DatabaseError as error:
            raise AssertionError(
                f"with {what}, recover() raised “{error}”: damage belongs into the report"
            ) from error
        assert report.damage, (
            f"with {what}, the report says {report}: to recover means to look at everything, "
            "tables and indexes"
        )
        texts = all(isinstance(text, str) and text != "ok" for text in report.damage)
        assert texts, f"with {what}, damage is {report.damage}: the lines that tell a problem"


def break_a_rule(path: Path) -> None:
    """Write what the table would refuse."""
    with closing(sqlite3.connect(path, autocommit=True)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute("UPDATE products SET stock = -5 WHERE id = ?", (TEA,))


def swap_indexes(path: Path) -> None:
    """Let two indexes trade their places in the file."""
    with closing(sqlite3.connect(path, autocommit=True)) as conn:
        roots = conn.execute(
            "SELECT name, rootpage FROM sqlite_schema WHERE type = 'index'"
        ).fetchall()
        conn.execute("PRAGMA writable_schema = ON")
        for (name, _), (_, root) in zip(roots, reversed(roots), strict=True):
            conn.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = ?", (root, name))


@pytest.mark.task(4)
def test_recovery_finds_orphans(answer: Any, database: Database) -> None:
    """Rows that refer to rows that are missing are reported by table and rowid."""
    with connected(database.path) as conn:
        sell(conn, "good")
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("INSERT INTO sales VALUES (70, ?, 1), (71, ?, 1)", (NOTHING, TEA))
        conn.execute("INSERT INTO outbox (id, sale_id, key, payload) VALUES (80, 7, 'k', '{}')")
    report = answer.recover(database.path)
    assert sorted(report.orphans) == [("outbox", 80), ("sales", 70)], (
        f"the report says orphans={report.orphans}: (table, rowid) of each row whose parent is "
        "missing; integrity_check does not look at that"
    )
    assert not report.damage, f"a missing parent is no damage of the file: {report.damage}"


# ---- task 5: backup ---------------------------------------------------------------------------


@pytest.mark.task(5)
def test_a_backup_is_complete(answer: Any, database: Database, folder: Path) -> None:
    """A backup is one file with everything that is committed, also while the database is used."""
    with connected(database.path) as conn, database.observer() as reader:
        # While somebody reads an older state, no checkpoint can move newer commits over.
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM sales").fetchall()
        sell(conn, "only in the log so far")
        committed = state(database.path)
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("UPDATE products SET stock = 5")
        try:
            answer.backup(database.path, folder / "backup.db")
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"beside a writer and a reader, backup() raised “{error}”: a backup only reads its "
                "source"
            ) from error
        conn.execute("ROLLBACK")
    alone = folder / "elsewhere.db"
    shutil.copyfile(folder / "backup.db", alone)  # without what may lie beside it
    assert_backup(alone, committed, "while the newest sale was only in the log")
    missing = folder / "missing.db"
    what = "backup(a missing file, dst)"
    assert_refused(lambda: answer.backup(missing, folder / "none.db"), FileNotFoundError, what)
    made = [file.name for file in (missing, folder / "none.db") if file.exists()]
    assert not made, f"{what} has made {made}: a backup of nothing is no backup"


def assert_backup(path: Path, expected: dict[str, list[Any]], when: str) -> None:
    """The file is sound, and holds what was committed."""
    __tracebackhide__ = True
    try:
        found = state(path)
    except sqlite3.DatabaseError as error:
        raise AssertionError(
            f"the backup that was made {when} cannot be read, “{error}”: it is complete by itself"
        ) from error
    assert found == expected, (
        f"the backup that was made {when} holds {counts(found)}, and committed were "
        f"{counts(expected)}: a backup holds what is committed, and nothing else"
    )


@pytest.mark.task(5)
def test_yesterdays_backup_is_not_lost(
    answer: Any, database: Database, folder: Path, crash: Crash
) -> None:
    """A backup replaces the one before it; killed, it leaves one of the two, and the next works."""
    dst = folder / "kept" / "backup.db"
    dst.parent.mkdir()
    answer.backup(database.path, dst)
    yesterday, old = dst.read_bytes(), state(dst)
    with connected(database.path) as conn:
        sell(conn, "today")
    today = state(database.path)

    def renew() -> None:
        shutil.rmtree(dst.parent)
        dst.parent.mkdir()
        dst.write_bytes(yesterday)

    def work() -> None:
        answer.backup(database.path, dst)

    renew()
    steps = crash.trace(work)
    assert state(dst) == today, "a second backup to the same place is not there: it replaces"
    for point in crash.points(work) if steps else ():
        renew()
        crash.at(point, work)
        assert dst.exists(), f"killed {point}, no backup is there: yesterday's was lost"
        found = None
        with suppress(sqlite3.DatabaseError):
            found = state(dst)
        assert found in (old, today), (
            f"killed {point}, the backup is neither yesterday's nor today's: "
            "the old one stays until the new one is complete"
        )
        try:
            work()
        except Exception as error:
            raise AssertionError(
                f"killed {point}, and the next backup() raised {type(error).__name__}, “{error}”: "
                "what a killed one has left must not stop those that come after it"
            ) from error
        assert state(dst) == today, f"killed {point}, and the next backup is not complete"


@pytest.mark.task(5)
def test_a_backup_beside_writers_is_consistent(
    answer: Any, database: Database, folder: Path, sql: SqlLog, race: Race
) -> None:
    """Sales go on during the backup, and its tables show one moment."""
    with connected(database.path) as other:
        number = iter(range(10_000))

        def meanwhile(_: str) -> None:
            with sql.paused(), suppress(sqlite3.OperationalError):
                sell(other, f"meanwhile {next(number)}")

        other.execute("PRAGMA busy_timeout = 0")
        sell(other, "before")
        with sql.tap(meanwhile):
            answer.backup(database.path, folder / "stepped.db")

    def work(worker: int) -> None:
        if worker == 0:
            for turn in range(3):
                answer.backup(database.path, folder / f"raced-{turn}.db")
        with connected(database.path) as conn:
            for turn in range(30):
                sell(conn, f"raced {worker} {turn}")

    failed = [outcome.error for outcome in race(work, 2, processes=True) if outcome.error]
    assert not failed, f"beside a writer, backup() ended with {failed[0]}: it reads, and may wait"
    for name in ("stepped", *(f"raced-{turn}" for turn in range(3))):
        found = state(folder / f"{name}.db")
        assert found["sales"], (
            "a backup beside writers is empty: it holds what was committed before it began"
        )
        assert is_consistent(found), (
            f"a backup that was made while sales went on holds {counts(found)}, and there was a "
            f"stock of {STOCK[TEA]}: all of it must be read from one snapshot"
        )
