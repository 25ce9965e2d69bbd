import itertools
import random
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from runner.api import Database, Race, SqlLog, assert_same_rows, noting_sleep

# The checks' own copy: an answer cannot soften the schema it is checked against.
SCHEMA = """
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY, owner TEXT NOT NULL, balance INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE transfers (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    src INTEGER NOT NULL REFERENCES accounts (id),
    dst INTEGER NOT NULL REFERENCES accounts (id),
    cents INTEGER NOT NULL CHECK (cents > 0)
) STRICT;
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    transfer_id INTEGER REFERENCES transfers (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    cents INTEGER NOT NULL
) STRICT;
CREATE INDEX entries_by_account ON entries (account_id);
"""

RENT, LANDLORD, SHOP, RICH, EMPTY = 1, 2, 3, 40, 50
BEYOND_FLOATS = 2**53 + 1  # the first whole number that a float cannot hold
CASH = {RENT: 10_000, LANDLORD: 500, SHOP: 10_000, RICH: BEYOND_FLOATS, EMPTY: 0}
NOBODY = 999

MAX_ATTEMPTS = 5  # as in the stub
LONGEST_PAUSE = 0.1
REFUSALS_TO_SURVIVE = 2
ENDLESS = 20


def seed(database: Database) -> None:
    """Five accounts; the cash in them was paid in over the counter, some of it in two parts."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.executescript(SCHEMA)
        for account, cents in CASH.items():
            owner = f"O'Hara 家 {account}"
            conn.execute("INSERT INTO accounts VALUES (?, ?, ?)", (account, owner, cents))
            for part in (cents - 1, 1) if cents else ():
                conn.execute(
                    "INSERT INTO entries (account_id, cents) VALUES (?, ?)", (account, part)
                )


# ---- what the checks look with ----------------------------------------------------------------


class WatchedCursor(sqlite3.Cursor):
    """Counts the times that SQLite refused a lock."""

    def execute(self, *args: Any) -> "WatchedCursor":
        """Execute, and count."""
        with watched(self.connection):
            super().execute(*args)
        return self

    def executemany(self, *args: Any) -> "WatchedCursor":
        """Execute, and count."""
        with watched(self.connection):
            super().executemany(*args)
        return self

    def executescript(self, *args: Any) -> "WatchedCursor":
        """Execute, and count."""
        with watched(self.connection):
            super().executescript(*args)
        return self


class WatchedConnection(sqlite3.Connection):
    """What the answer gets: a plain connection that counts refused locks."""

    refusals = 0
    on_refusal: Callable[[int], None] | None = None
    """Called with the count after each refusal."""

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """A cursor that counts."""
        return super().cursor(*args, **{"factory": WatchedCursor} | kwargs)

    # sqlite3's own versions of these do not ask `cursor` for one.

    def execute(self, *args: Any) -> Any:
        """Execute on a cursor that counts."""
        return self.cursor().execute(*args)

    def executemany(self, *args: Any) -> Any:
        """Execute on a cursor that counts."""
        return self.cursor().executemany(*args)

    def executescript(self, *args: Any) -> Any:
        """Execute on a cursor that counts."""
        return self.cursor().executescript(*args)


@contextmanager
def watched(connection: sqlite3.Connection) -> Iterator[None]:
    """Count a refusal inside the block."""
    assert isinstance(connection, WatchedConnection)
    try:
        yield
    except sqlite3.OperationalError as error:
        if is_lock_error(error):
            connection.refusals += 1
            if connection.on_refusal is not None:
                connection.on_refusal(connection.refusals)
        raise


@contextmanager
def connected(path: Path, timeout: float = 5.0) -> Iterator[WatchedConnection]:
    """The connection for the answer."""
    conn = sqlite3.connect(path, autocommit=True, timeout=timeout, factory=WatchedConnection)
    assert isinstance(conn, WatchedConnection)
    with closing(conn):
        conn.execute("PRAGMA foreign_keys = ON")
        # Nothing here is killed: a check need not wait for the disk.
        conn.execute("PRAGMA synchronous = OFF")
        yield conn


class Bank:
    """The database as seen from outside."""

    def __init__(self, database: Database) -> None:
        self._rows = database.rows

    def balances(self) -> dict[int, int]:
        """The stored balance of every account."""
        return {row[0]: row[1] for row in self._rows("SELECT id, balance FROM accounts")}

    def transfers(self) -> list[tuple[Any, ...]]:
        """(ref, src, dst, cents) of every transfer, oldest first."""
        return self._rows("SELECT ref, src, dst, cents FROM transfers ORDER BY id")

    def state(self) -> tuple[Any, ...]:
        """Everything, to see whether anything changed."""
        entries = self._rows("SELECT * FROM entries ORDER BY id")
        return (self.balances(), self.transfers(), entries)

    def assert_sound(self, when: str) -> None:
        """The books balance: the sums agree, no account is overdrawn."""
        __tracebackhide__ = True
        for ref, count, total in self._rows(
            "SELECT ref, COUNT(entries.id), COALESCE(SUM(entries.cents), 0)"
            " FROM transfers LEFT JOIN entries ON transfer_id = transfers.id GROUP BY ref"
        ):
            assert (count, total) == (2, 0), (
                f"{when}, {ref!r} has entries: {count} in number, {total} in sum: "
                "a transfer is two entries, one for each account, that add up to zero"
            )
        wrong = self._rows(
            "SELECT ref FROM transfers AS t WHERE NOT EXISTS"
            " (SELECT 1 FROM entries WHERE transfer_id = t.id AND account_id = src"
            "  AND cents = -t.cents)"
        )
        assert not wrong, (
            f"{when}, transfer {wrong[0][0]!r} has no entry of minus its amount on the paying "
            "account: money leaves with a negative entry and arrives with a positive one"
        )
        for account, balance, entries in self._rows(
            "SELECT id, balance, (SELECT COALESCE(SUM(cents), 0) FROM entries"
            " WHERE account_id = accounts.id) FROM accounts"
        ):
            assert balance == entries, (
                f"{when}, account {account} stores a balance of {balance} and its entries add up "
                f"to {entries}: a change of the balance may not be lost or made up"
            )
        overdrawn = {account: cents for account, cents in self.balances().items() if cents < 0}
        assert not overdrawn, (
            f"{when}, the balances {overdrawn} are below zero: nobody can pay more than there is"
        )
        total = sum(self.balances().values())
        assert total == sum(CASH.values()), (
            f"{when}, all accounts together hold {total} cents, not {sum(CASH.values())}: "
            "a transfer moves money, it neither makes nor destroys it"
        )


def is_lock_error(error: object) -> bool:
    """Whether SQLite refused a lock."""
    return (
        isinstance(error, sqlite3.OperationalError)
        and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )


def name_of(error: BaseException) -> str:
    """The error for a message: SQLite's own name for it where it has one."""
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return getattr(error, "sqlite_errorname", text)


def assert_refused(call: Callable[[], Any], expected: type[Exception], what: str) -> None:
    """The call raises what the task says, nothing else."""
    __tracebackhide__ = True
    wanted = expected.__name__
    try:
        value = call()
    except NotImplementedError:
        raise
    except expected:
        return
    except Exception as error:
        raise AssertionError(f"{what} raised {name_of(error)}: it must raise {wanted}") from error
    raise AssertionError(f"{what} returned {value!r}: it must raise {wanted}")


def assert_nothing_open(conn: sqlite3.Connection, database: Database, after: str) -> None:
    """Another program can write, and nothing comes to light when the connection commits."""
    __tracebackhide__ = True
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        except sqlite3.OperationalError:
            raise AssertionError(
                f"after {after} the write lock is still held: every way out of a transaction "
                "ends it, also the way of an exception"
            ) from None
    assert not conn.in_transaction, (
        f"after {after} a transaction is still open on the connection: "
        "every call ends the transaction it began"
    )


class Rival:
    """Another program that pays from the same bank, at a moment that the check chooses.

    It never waits: where the answer holds the write lock, the rival is refused and comes back
    after the call.
    """

    def __init__(self, path: Path, src: int, dst: int, cents: int, ref: str) -> None:
        self._conn = sqlite3.connect(path, autocommit=True, timeout=0)
        self._payment = (src, dst, cents, ref)
        self.outcome = ""
        """`"paid"`, `"was refused"` (too little money, or a used reference) or `"locked"`."""
        self.waited = False

    def pay(self) -> None:
        """Try once to pay."""
        src, dst, cents, ref = self._payment
        try:
            self._conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            self.outcome = "locked"
            self.waited = True
            return
        taken = self._conn.execute("SELECT 1 FROM transfers WHERE ref = ?", (ref,)).fetchone()
        paid = self._conn.execute(
            "UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ? AND ? IS NULL",
            (cents, src, cents, taken and 1),
        ).rowcount
        if not paid:
            self._conn.execute("ROLLBACK")
            self.outcome = "was refused"
            return
        self._conn.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", (cents, dst))
        (number,) = self._conn.execute(
            "INSERT INTO transfers (ref, src, dst, cents) VALUES (?, ?, ?, ?) RETURNING id",
            (ref, src, dst, cents),
        ).fetchone()
        self._conn.executemany(
            "INSERT INTO entries (transfer_id, account_id, cents) VALUES (?, ?, ?)",
            [(number, src, -cents), (number, dst, cents)],
        )
        self._conn.execute("COMMIT")
        self.outcome = "paid"

    def close(self) -> None:
        """Leave."""
        self._conn.close()


class Endless(BaseException):
    """Stops a call that would try again for ever."""


def stop_the_endless(refusals: int) -> None:
    """What a connection does after a refused lock, so that no check hangs."""
    if refusals > ENDLESS:
        raise Endless(f"no end after {ENDLESS} refused locks")


class Meeting:
    """One call of the answer during which a rival turned up, and what came of it."""

    def __init__(self, database: Database, step: str, rival: Rival, result: Any) -> None:
        self.bank = Bank(database)
        self.error = result if isinstance(result, BaseException) else None
        self.value = None if self.error else result
        self.came_second = rival.outcome == "paid" and not rival.waited
        """Whether the rival's payment was committed during the call."""
        self.when = (
            f"when another program came before “{step}”, had to wait and then {rival.outcome}"
            if rival.waited
            else f"when another program {rival.outcome} just before “{step}”"
        )

    @property
    def gave_up(self) -> bool:
        """Whether the answer met a lock and did not get over it."""
        return (
            is_lock_error(self.error)
            or isinstance(self.error, Endless)
            or type(self.error).__name__ == "Busy"
        )


def meetings(
    database: Database,
    folder: Path,
    sql: SqlLog,
    call: Callable[[sqlite3.Connection], Any],
    payment: tuple[int, int, int, str],
) -> Iterator[Meeting]:
    """Make the same call again and again, with a rival before its 1st, 2nd, ... last statement.

    Every meeting has a fresh copy of the bank.
    """
    for number in itertools.count(1):
        copy = Database.sqlite(folder / f"bank-{number}.db")
        shutil.copyfile(database.path, copy.path)
        met = meet(copy, sql, call, Rival(copy.path, *payment), number)
        if met is None:
            assert number > 1, "the call sent no statement: a transfer is rows in the database"
            return
        yield met


def meet(
    database: Database,
    sql: SqlLog,
    call: Callable[[sqlite3.Connection], Any],
    rival: Rival,
    number: int,
) -> Meeting | None:
    """Make the call, with the rival before its statement of that number; None: it has fewer."""
    steps: list[str] = []

    def before(statement: str) -> None:
        steps.append(" ".join(statement.split())[:60])
        if len(steps) == number:
            with sql.paused():
                rival.pay()

    result: Any
    with closing(rival), connected(database.path) as conn:
        conn.on_refusal = stop_the_endless
        try:
            with sql.tap(before):
                result = call(conn)
        except NotImplementedError:
            raise
        except (Exception, Endless) as error:
            result = error
        if len(steps) < number:
            return None
        if rival.outcome == "locked":
            with sql.paused():
                rival.pay()
        assert rival.outcome != "locked", (
            "a program that wants to write after the call is refused: no transaction may be open "
            "when the call ends"
        )
    return Meeting(database, steps[number - 1], rival, result)


# ---- task 1: a transfer is one unit -----------------------------------------------------------


@pytest.mark.task(1)
def test_the_books_balance(answer: Any, database: Database) -> None:
    """A transfer writes its row, two entries that add up to zero, and both balances."""
    bank = Bank(database)
    payments = [(RENT, LANDLORD, 8_050), (LANDLORD, RENT, 1), (RICH, EMPTY, BEYOND_FLOATS - 2)]
    with connected(database.path) as conn:
        ids = [
            answer.transfer(conn, *payment, ref=f"ref '{number}' ✓")
            for number, payment in enumerate(payments)
        ]
        assert_nothing_open(conn, database, "three transfers")
    made = [(f"ref '{number}' ✓", *payment) for number, payment in enumerate(payments)]
    assert_same_rows(
        bank.transfers(), made, "one row in transfers for each call, as it was asked", ordered=True
    )
    assert ids == [row[0] for row in database.rows("SELECT id FROM transfers ORDER BY id")], (
        f"the calls returned {ids}: the id of the row in transfers is the transfer's id"
    )
    bank.assert_sound("after three transfers")
    expected = CASH | {RENT: 1_951, LANDLORD: 8_549, RICH: 2, EMPTY: BEYOND_FLOATS - 2}
    assert bank.balances() == expected, (
        "the balances are not what three transfers leave: one side pays what the other side gets"
    )


@pytest.mark.task(1)
def test_amounts_are_whole_cents(answer: Any, database: Database) -> None:
    """An amount is an int of 1 or more; nobody pays to himself."""
    bank = Bank(database)
    before = bank.state()
    bad: list[Any] = [0, -1, 19.99, 100.0, 0.1 + 0.2, True, "100", None, float("nan")]
    with connected(database.path) as conn:
        for number, cents in enumerate(bad):
            assert_refused(
                lambda cents=cents, number=number: answer.transfer(
                    conn, RENT, SHOP, cents, ref=f"bad {number}"
                ),
                ValueError,
                f"a transfer of {cents!r} cents",
            )
        assert_refused(
            lambda: answer.transfer(conn, RENT, RENT, 100, ref="self"),
            ValueError,
            f"a transfer from account {RENT} to account {RENT}",
        )
        assert_nothing_open(conn, database, "a refused call")
        assert bank.state() == before, "rows changed: a refused call leaves every row as it was"
        answer.transfer(conn, RENT, SHOP, 1, ref="good")
    assert bank.balances() == CASH | {RENT: 9_999, SHOP: 10_001}, (
        "after bad amounts a transfer of 1 cent does not move 1 cent: it is a good amount"
    )


@pytest.mark.task(1)
def test_a_refusal_leaves_no_trace(answer: Any, database: Database) -> None:
    """Too little money or an unknown account: the right exception, and not one row changed."""
    bank = Bank(database)
    before = bank.state()
    cases = [
        (RENT, LANDLORD, 10_001, answer.InsufficientFunds),
        (EMPTY, RENT, 1, answer.InsufficientFunds),
        (RENT, NOBODY, 100, answer.UnknownAccount),
        (NOBODY, RENT, 100, answer.UnknownAccount),
    ]
    with connected(database.path) as conn:
        for number, (src, dst, cents, expected) in enumerate(cases):
            call = f"transfer({src}, {dst}, {cents})"
            assert_refused(
                lambda src=src, dst=dst, cents=cents, number=number: answer.transfer(
                    conn, src, dst, cents, ref=f"refused {number}"
                ),
                expected,
                call,
            )
            assert_nothing_open(conn, database, f"{call}, which raised {expected.__name__},")
            assert bank.state() == before, (
                f"rows changed after {call}, which raised {expected.__name__}: "
                "a transfer is made as a whole or not at all"
            )
        try:
            answer.transfer(conn, RENT, LANDLORD, 10_000, ref="refused 0")
        except Exception as error:
            raise AssertionError(
                f"transfer({RENT}, {LANDLORD}, 10000) from an account of 10000, with the reference "
                f"of a refused call, raised {name_of(error)}: the last cent may be spent, and a "
                "refused call uses up no reference"
            ) from error
    assert bank.balances() == CASH | {RENT: 0, LANDLORD: 10_500}, (
        f"after the one good call the balances are {bank.balances()}: only that call moves money"
    )


@pytest.mark.task(1)
def test_nobody_sees_half_a_transfer(answer: Any, database: Database, sql: SqlLog) -> None:
    """Another connection that looks before every statement never finds a transfer half made."""
    bank = Bank(database)
    seen: list[tuple[str, tuple[Any, ...]]] = []

    def look(statement: str) -> None:
        seen.append((" ".join(statement.split())[:60], bank.state()))

    with connected(database.path) as conn:
        before = bank.state()
        with sql.tap(look):
            answer.transfer(conn, RENT, LANDLORD, 8_000, ref="rent")
        after = bank.state()
    assert after != before, "nothing changed: a transfer is visible when the call returns"
    for statement, state in seen:
        is_whole = state in (before, after)
        assert is_whole, (
            f"before “{statement}” another connection saw a part of the transfer: "
            "all rows of a transfer are committed by one COMMIT"
        )
    bank.assert_sound("after the transfer")


# ---- task 2: one reference, one payment -------------------------------------------------------


@pytest.mark.task(2)
def test_a_reference_pays_once(answer: Any, database: Database) -> None:
    """The same request again gives the same id and moves nothing, even when the money is gone."""
    bank = Bank(database)
    with connected(database.path) as conn:
        first = answer.transfer(conn, RENT, LANDLORD, 3_000, ref="rent 2026-11")
        other = answer.transfer(conn, RENT, LANDLORD, 500, ref="RENT 2026-11")
        assert first != other, (
            "two references that differ in case gave one id: each reference is its own payment"
        )
        paid = bank.state()
        try:
            again = answer.transfer(conn, RENT, LANDLORD, 3_000, ref="rent 2026-11")
        except Exception as error:
            raise AssertionError(
                f"the same request again raised {name_of(error)}: "
                "who asks again gets the id of the transfer that was made"
            ) from error
        assert bank.state() == paid, (
            f"account {RENT} went from {paid[0][RENT]} to {bank.balances()[RENT]} cents when the "
            "same request came again: one reference pays once"
        )
        assert again == first, (
            f"the repeated call returned {again}, the first one {first}: "
            "who asks again gets the id of the transfer that was made"
        )
        answer.transfer(conn, RENT, SHOP, bank.balances()[RENT], ref="the rest")
        try:
            again = answer.transfer(conn, RENT, LANDLORD, 3_000, ref="rent 2026-11")
        except answer.InsufficientFunds as error:
            raise AssertionError(
                "the repeated call raised InsufficientFunds once the account was empty: "
                "a transfer that was made needs no money again"
            ) from error
        assert again == first, (
            f"with an empty account the repeated call returned {again}, not {first}: "
            "who asks again gets the id of the transfer that was made"
        )
        assert_nothing_open(conn, database, "a repeated call")
    bank.assert_sound("after repeated calls")


@pytest.mark.task(2)
def test_a_reference_stands_for_one_transfer(answer: Any, database: Database) -> None:
    """A used reference with another amount or other accounts raises Conflict."""
    bank = Bank(database)
    with connected(database.path) as conn:
        first = answer.transfer(conn, RENT, LANDLORD, 100, ref="rent")
        paid = bank.state()
        for src, dst, cents in [(RENT, LANDLORD, 101), (RENT, SHOP, 100), (SHOP, LANDLORD, 100)]:
            assert_refused(
                lambda src=src, dst=dst, cents=cents: answer.transfer(
                    conn, src, dst, cents, ref="rent"
                ),
                answer.Conflict,
                f"transfer({src}, {dst}, {cents}) with the reference of "
                f"transfer({RENT}, {LANDLORD}, 100)",
            )
            assert_nothing_open(conn, database, "Conflict")
            assert bank.state() == paid, "rows changed after Conflict: a conflict moves nothing"
        again = answer.transfer(conn, RENT, LANDLORD, 100, ref="rent")
    assert again == first, (
        f"after conflicts the first request returned {again}, not {first}: it is still the same one"
    )


# ---- task 3: beside other programs ------------------------------------------------------------


@pytest.mark.task(3)
def test_no_change_is_lost(answer: Any, database: Database, folder: Path, sql: SqlLog) -> None:
    """Another program that pays from the same account between two statements is not overwritten."""
    for met in meetings(
        database,
        folder,
        sql,
        lambda conn: answer.transfer(conn, RENT, LANDLORD, 3_000, ref="mine"),
        (RENT, SHOP, 2_000, "theirs"),
    ):
        if met.error is not None and not met.gave_up:
            raise AssertionError(
                f"{met.when}, the call raised {name_of(met.error)}: there is money for both"
            ) from met.error
        met.bank.assert_sound(met.when)
        refs = {row[0] for row in met.bank.transfers()}
        expected = {"theirs"} if met.gave_up else {"mine", "theirs"}
        assert refs == expected, (
            f"{met.when}, the transfers {sorted(refs)} are stored: "
            "a call that returned has made its transfer, a call that raised has not"
        )


@pytest.mark.task(3)
def test_money_is_spent_once(answer: Any, database: Database, folder: Path, sql: SqlLog) -> None:
    """Where there is money for one of two payments, exactly one of them is made."""
    for met in meetings(
        database,
        folder,
        sql,
        lambda conn: answer.transfer(conn, RENT, LANDLORD, 8_000, ref="mine"),
        (RENT, SHOP, 8_000, "theirs"),
    ):
        met.bank.assert_sound(met.when)
        balance = met.bank.balances()[RENT]
        assert balance == 2_000, (
            f"{met.when}, account {RENT} went from 10000 to {balance}: "
            "two payments of 8000 and money for one, so one is made and the other is refused"
        )
        if met.came_second and not met.gave_up:
            assert type(met.error).__name__ == "InsufficientFunds", (
                f"{met.when}, the call "
                + (f"raised {name_of(met.error)}" if met.error else f"returned {met.value!r}")
                + ": who comes too late is told InsufficientFunds"
            )


@pytest.mark.task(3)
def test_two_programs_one_reference(
    answer: Any, database: Database, folder: Path, sql: SqlLog
) -> None:
    """The same request from another program between two statements is the same payment."""
    for met in meetings(
        database,
        folder,
        sql,
        lambda conn: answer.transfer(conn, RENT, LANDLORD, 3_000, ref="rent"),
        (RENT, LANDLORD, 3_000, "rent"),
    ):
        if met.gave_up:
            continue
        if met.error is not None:
            raise AssertionError(
                f"{met.when} with the same reference, the call raised {name_of(met.error)}: "
                "who comes second gets the id of the transfer that was made"
            ) from met.error
        made = met.bank.transfers()
        met.bank.assert_sound(met.when)
        assert made == [("rent", RENT, LANDLORD, 3_000)], (
            f"{met.when} with the same reference, {len(made)} transfers are stored: "
            "one reference pays once"
        )


@pytest.mark.task(3)
def test_eight_processes_keep_the_books(answer: Any, database: Database, race: Race) -> None:
    """8 processes, each with 60 random transfers, every request sent by two of them."""
    busy = getattr(answer, "Busy", ())

    def work(worker: int) -> list[tuple[str, int]]:
        pair = worker // 2
        chance = random.Random(pair)
        made: list[tuple[str, int]] = []
        with connected(database.path) as conn:
            for number in range(60):
                src, dst = chance.sample([RENT, LANDLORD, SHOP, EMPTY], 2)
                cents, ref = chance.randint(1, 4_000), f"{pair}-{number}"
                for _ in range(40):
                    try:
                        made.append((ref, answer.transfer(conn, src, dst, cents, ref=ref)))
                        break
                    except answer.InsufficientFunds:
                        break
                    except busy:  # the caller's right: ask again with the same reference
                        continue
        return made

    outcomes = race(work, workers=8, processes=True)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if any(error.type == "NotImplementedError" for error in errors):  # type: ignore[union-attr]
        raise NotImplementedError
    assert not errors, (
        f"{len(errors)} of 8 processes ended with {errors[0]}: beside other programs a transfer "
        "returns or raises one of the given exceptions"
    )
    bank = Bank(database)
    bank.assert_sound("after 8 processes")
    told = {(ref, number) for outcome in outcomes for ref, number in outcome.value}
    stored = set(database.rows("SELECT ref, id FROM transfers"))
    assert told == stored, (
        f"the processes were told of {len(told)} transfers and {len(stored)} are stored: "
        "every transfer that was reported exists, every other one does not"
    )
    assert len(stored) > 30, (
        f"only {len(stored)} of 240 requests were carried out: a request is refused only where "
        "there is too little money"
    )


# ---- task 4: locks ----------------------------------------------------------------------------


@pytest.mark.task(4)
def test_a_stale_snapshot_is_not_the_end(
    answer: Any, database: Database, folder: Path, sql: SqlLog
) -> None:
    """Another program's commit between two statements does not make the transfer fail."""
    for met in meetings(
        database,
        folder,
        sql,
        lambda conn: answer.transfer(conn, RENT, LANDLORD, 3_000, ref="mine"),
        (RENT, SHOP, 2_000, "theirs"),
    ):
        if met.error is not None:
            raise AssertionError(
                f"{met.when}, the call ended with {name_of(met.error)}: a transaction that has "
                "read before the other's commit can never write, it must start again as a whole"
            ) from met.error
        assert met.bank.balances()[RENT] == 5_000, (
            f"{met.when}, account {RENT} holds {met.bank.balances()[RENT]} cents, not 5000: "
            "a transaction that starts again reads again"
        )


@pytest.mark.task(4)
def test_a_lock_is_waited_for(answer: Any, database: Database) -> None:
    """A lock that is refused twice and then free: made, once. Other errors are no locks."""
    bank = Bank(database)
    with connected(database.path, timeout=0) as conn, database.observer() as holder:
        holder.execute("BEGIN IMMEDIATE")

        def let_go(refusals: int) -> None:
            if refusals == REFUSALS_TO_SURVIVE:
                holder.execute("ROLLBACK")

        conn.on_refusal = let_go
        try:
            number = answer.transfer(conn, RENT, LANDLORD, 3_000, ref="rent")
        except NotImplementedError:
            raise
        except Exception as error:
            refused = "once" if conn.refusals == 1 else f"{conn.refusals} times"
            raise AssertionError(
                f"the lock was refused {refused}, and the call raised {name_of(error)}: "
                "a refused lock is a reason to start the transaction again"
            ) from error
        assert_nothing_open(conn, database, "the transfer")
        made = database.rows("SELECT id, ref FROM transfers")
        assert made == [(number, "rent")], (
            f"transfers holds {made} and the call returned {number}: "
            "attempts that were undone leave nothing, the last one is the transfer"
        )
        conn.execute("PRAGMA query_only = ON")
        assert_refused(
            lambda: answer.transfer(conn, RENT, LANDLORD, 1, ref="read-only"),
            sqlite3.OperationalError,
            "a transfer on a connection that may only read, with no lock in its way,",
        )
        assert_nothing_open(conn, database, "an error that is no lock")
    bank.assert_sound("after two refused attempts")


@pytest.mark.task(4)
def test_the_attempts_come_to_an_end(answer: Any, database: Database) -> None:
    """A lock that never becomes free: Busy, after MAX_ATTEMPTS attempts with short pauses."""
    bank = Bank(database)
    before = bank.state()
    refused_at: list[float] = []

    def note(refusals: int) -> None:
        refused_at.append(time.monotonic())
        stop_the_endless(refusals)

    with connected(database.path, timeout=0) as conn, database.observer() as holder:
        holder.execute("BEGIN IMMEDIATE")
        conn.on_refusal = note
        try:
            with noting_sleep(slept := []):
                assert_refused(
                    lambda: answer.transfer(conn, RENT, LANDLORD, 3_000, ref="rent"),
                    answer.Busy,
                    "a transfer beside a program that never lets go of the lock",
                )
        except Endless:
            raise AssertionError(
                f"the lock was refused {ENDLESS} times and the call still tried again: "
                "attempts must be bounded"
            ) from None
        refusals = "1 refusal" if conn.refusals == 1 else f"{conn.refusals} refusals"
        assert conn.refusals > REFUSALS_TO_SURVIVE, (
            f"Busy came after {refusals}: one lock met is no reason to give up"
        )
        assert conn.refusals <= MAX_ATTEMPTS, (
            f"Busy came after {refusals}: MAX_ATTEMPTS is {MAX_ATTEMPTS}, and the first attempt "
            "is one of them"
        )
        rule = "a pause is 0.1 seconds or less, to wait longer is the timeout's job"
        longest = max(slept, default=0)
        assert longest <= LONGEST_PAUSE, (
            f"between two attempts the call slept for {longest:.2f} seconds: {rule}"
        )
        # Other ways to wait are seen by the clock alone, and so is time.sleep() before Python 3.13.
        # The clock also counts the time that other programs take: so it is the median that is
        # judged, and not narrowly.
        median = statistics.median(
            later - earlier for earlier, later in itertools.pairwise(refused_at)
        )
        assert median <= 2 * LONGEST_PAUSE, (
            f"between two attempts {median:.2f} seconds passed: {rule}"
        )
        holder.execute("ROLLBACK")
        assert_nothing_open(conn, database, "Busy")
        assert bank.state() == before, "rows changed after Busy: what was given up is undone"
        conn.on_refusal = None
        answer.transfer(conn, RENT, LANDLORD, 3_000, ref="rent")
    assert bank.balances()[RENT] == 7_000, (
        "after Busy, with the lock free, the same request moves nothing: it was never carried out"
    )


# ---- task 5: the statement --------------------------------------------------------------------


@pytest.mark.task(5)
def test_a_statement_lists_every_entry(answer: Any, database: Database) -> None:
    """All entries of an account, cash too, oldest first, each with the balance after it."""
    with database.observer() as conn:
        conn.execute("INSERT INTO transfers VALUES (7, 'zzz', 1, 2, 8000), (3, 'aaa', 2, 1, 50)")
        conn.execute(
            "INSERT INTO entries VALUES (100, 7, 1, -8000), (101, 7, 2, 8000),"
            " (102, 3, 2, -50), (103, 3, 1, 50), (104, NULL, 1, 50), (105, NULL, 40, 1)"
        )
        conn.execute(
            "UPDATE accounts SET balance = (SELECT COALESCE(SUM(cents), 0) FROM entries"
            " WHERE account_id = accounts.id)"
        )
    expected = {
        RENT: [
            (None, None, 9_999, 9_999),
            (None, None, 1, 10_000),
            (7, "zzz", -8_000, 2_000),
            (3, "aaa", 50, 2_050),
            (None, None, 50, 2_100),
        ],
        LANDLORD: [
            (None, None, 499, 499),
            (None, None, 1, 500),
            (7, "zzz", 8_000, 8_500),
            (3, "aaa", -50, 8_450),
        ],
        RICH: [
            (None, None, BEYOND_FLOATS - 1, BEYOND_FLOATS - 1),
            (None, None, 1, BEYOND_FLOATS),
            (None, None, 1, BEYOND_FLOATS + 1),
        ],
        EMPTY: [],
    }
    with connected(database.path) as conn:
        for account, rows in expected.items():
            entries = answer.statement(conn, account)
            assert_same_rows(
                [(e.transfer_id, e.ref, e.cents, e.balance) for e in entries],
                rows,
                f"account {account}: every entry once, in the order it was written, with the "
                "running balance",
                ordered=True,
            )
        assert_refused(
            lambda: answer.statement(conn, NOBODY),
            answer.UnknownAccount,
            f"statement({NOBODY}) without such an account",
        )
        assert_nothing_open(conn, database, "a statement")


@pytest.mark.task(5)
def test_a_statement_shows_transfers(answer: Any, database: Database) -> None:
    """What `transfer` wrote is what `statement` lists."""
    with connected(database.path) as conn:
        first = answer.transfer(conn, RENT, SHOP, 2_500, ref="books")
        second = answer.transfer(conn, SHOP, RENT, 1, ref="refund")
        entries = answer.statement(conn, RENT)
    assert_same_rows(
        [(e.transfer_id, e.ref, e.cents, e.balance) for e in entries],
        [
            (None, None, 9_999, 9_999),
            (None, None, 1, 10_000),
            (first, "books", -2_500, 7_500),
            (second, "refund", 1, 7_501),
        ],
        f"account {RENT} after two transfers",
        ordered=True,
    )
