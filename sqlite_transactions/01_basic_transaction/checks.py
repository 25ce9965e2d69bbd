import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from runner.api import Database, SqlLog

# The checks' own copy: an answer cannot soften the schema it is checked against.
SCHEMA = """
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY, owner TEXT NOT NULL, balance INTEGER NOT NULL
) STRICT;
CREATE TABLE withdrawals (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL,
    cents INTEGER NOT NULL CHECK (cents BETWEEN 1 AND 50000)
) STRICT;
"""
ANA, BEN, EMPTY, NOBODY = 1, 2, 30, 999
BALANCES = {ANA: 10_000, BEN: 100_000, EMPTY: 0}

REFUSED = [(ANA, 10_001), (EMPTY, 1), (NOBODY, 100)]
NOT_ACCEPTED = [(BEN, 50_001), (BEN, 0)]

MODES = {"pep249": False, "autocommit": True, "legacy": sqlite3.LEGACY_TRANSACTION_CONTROL}
WORDS = {False: "False", True: "True", sqlite3.LEGACY_TRANSACTION_CONTROL: "LEGACY"}


def seed(database: Database) -> None:
    """Three accounts, nothing withdrawn."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as conn:
        conn.executescript(SCHEMA)
        conn.executemany(
            "INSERT INTO accounts VALUES (?, ?, ?)",
            [(number, f"O'Hara 家 {number}", cents) for number, cents in BALANCES.items()],
        )


def restore(database: Database) -> None:
    """The balances of the beginning, and nothing withdrawn."""
    with database.observer() as other:
        other.execute("DELETE FROM withdrawals")
        balances = [(cents, number) for number, cents in BALANCES.items()]
        other.executemany("UPDATE accounts SET balance = ? WHERE id = ?", balances)


# ---- what the checks look with ----------------------------------------------------------------


def state(database: Database) -> tuple[dict[int, int], list[Any]]:
    """Balances and withdrawals, as another connection sees them."""
    balances = {row[0]: row[1] for row in database.rows("SELECT id, balance FROM accounts")}
    return balances, database.rows("SELECT account_id, cents FROM withdrawals ORDER BY id")


def opened(answer: Any, database: Database, mode: str) -> sqlite3.Connection:
    """A connection that the answer has opened."""
    conn = answer.open_db(database.path, mode)
    assert isinstance(conn, sqlite3.Connection), (
        f"open_db(path, {mode!r}) returned {conn!r}: it returns the open connection"
    )
    return conn


def commit(conn: sqlite3.Connection) -> None:
    """Save whatever is pending: what was not undone comes to light."""
    if not conn.in_transaction:
        return
    if conn.autocommit is True:
        conn.execute("COMMIT")
    else:
        conn.commit()


def assert_nothing_held(conn: sqlite3.Connection, database: Database, after: str) -> None:
    """Another program can write at once, and the connection has nothing left to save."""
    __tracebackhide__ = True
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            # A real write: unlike a mere BEGIN IMMEDIATE it also meets the lock of a reader.
            other.execute("UPDATE accounts SET owner = owner")
        except sqlite3.OperationalError:
            raise AssertionError(
                f"{after}, another program cannot write, “database is locked”: a transaction "
                "holds its lock until it ends, even if it has only read"
            ) from None
    still_open = conn.in_transaction and conn.autocommit is not False
    assert not still_open, (
        f"{after}, a transaction is open on the connection: each call ends what it began"
    )


def assert_raises(call: Callable[[], Any], expected: type[Exception], what: str) -> None:
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
    raise AssertionError(
        f"{what} returned {value!r}: a caller who gets no {expected.__name__} believes in the money"
    )


def assert_withdraws(answer: Any, database: Database, mode: str) -> None:
    """Good withdrawals are saved."""
    __tracebackhide__ = True
    expected, made = dict(BALANCES), []
    with closing(opened(answer, database, mode)) as conn:
        for account, cents in [(ANA, 2_500), (ANA, 1), (BEN, 50_000), (ANA, 7_499)]:
            try:
                left = answer.withdraw(conn, account, cents)
            except (sqlite3.Error, answer.Refused) as error:
                raise AssertionError(
                    f"in {mode} mode, withdraw(conn, {account}, {cents}) from an account of "
                    f"{expected[account]} raised {type(error).__name__}, “{error}”: "
                    "there is enough money, down to the last cent"
                ) from error
            expected[account] -= cents
            made.append((account, cents))
            seen = state(database)
            nothing_seen = seen[0] == BALANCES and not seen[1]
            assert not nothing_seen, (
                f"in {mode} mode, another connection sees no change when withdraw() has returned: "
                "a change is private to its connection until it is committed"
            )
            assert seen[0] == expected, (
                f"in {mode} mode, withdraw(conn, {account}, {cents}) left other balances: "
                "it takes the amount from this account and from no other"
            )
            assert seen[1] == made, (
                f"in {mode} mode, the table withdrawals is not what was withdrawn: "
                "one row for each call"
            )
            assert left == expected[account], (
                f"withdraw(conn, {account}, {cents}) returned {left!r}: "
                "it returns the account's new balance"
            )
            assert_nothing_held(conn, database, f"in {mode} mode, after a withdrawal")


def assert_whole(answer: Any, database: Database, sql: SqlLog, mode: str) -> None:
    """Nobody sees half a withdrawal."""
    __tracebackhide__ = True
    seen: list[tuple[str, Any]] = []
    with closing(opened(answer, database, mode)) as conn:
        before = state(database)
        with sql.tap(lambda text: seen.append((" ".join(text.split())[:50], state(database)))):
            answer.withdraw(conn, BEN, 2_500)
    after = state(database)
    assert after != before, (
        f"in {mode} mode, withdraw() changed nothing that another connection can see: "
        "a change is private until it is committed"
    )
    for text, found in seen:
        is_whole = found in (before, after)
        assert is_whole, (
            f"in {mode} mode, before “{text}” another connection saw one of the two changes "
            "without the other: what belongs together is committed together"
        )


def assert_undone(answer: Any, database: Database, mode: str, *kinds: str) -> None:
    """Calls that cannot be carried out raise and leave nothing, and the next good one works."""
    __tracebackhide__ = True
    cases: list[tuple[int, int, type[Exception]]] = []
    if "refused" in kinds:
        cases += [(who, cents, answer.Refused) for who, cents in REFUSED]
    if "half way" in kinds:
        cases += [(who, cents, sqlite3.IntegrityError) for who, cents in NOT_ACCEPTED]
    with closing(opened(answer, database, mode)) as conn:
        before = state(database)
        for account, cents, expected in cases:
            what = f"in {mode} mode, withdraw(conn, {account}, {cents})"
            assert_raises(
                lambda account=account, cents=cents: answer.withdraw(conn, account, cents),
                expected,
                what,
            )
            when = f"{what} raised {expected.__name__}; after it"
            assert state(database) == before, f"{when}, rows had changed: all of it or nothing"
            assert_nothing_held(conn, database, when)
            commit(conn)
            assert state(database) == before, (
                f"{when}, a commit on the same connection saved a part: "
                "what fails half way must be rolled back"
            )
        left = answer.withdraw(conn, BEN, 50_000)
        assert left == 50_000, (
            f"in {mode} mode, after refusals withdraw(conn, {BEN}, 50000) returned {left!r}: "
            "a good withdrawal works, too"
        )
    assert state(database) == (BALANCES | {BEN: 50_000}, [(BEN, 50_000)]), (
        f"in {mode} mode, refusals and one good withdrawal: only the good one is stored"
    )


def assert_refused_commit_undone(answer: Any, database: Database, mode: str) -> None:
    """A withdrawal that cannot be committed, because another program is reading, leaves nothing."""
    __tracebackhide__ = True
    call = f"in {mode} mode, withdraw(conn, {BEN}, 2500)"
    before, refused = state(database), False
    with closing(opened(answer, database, mode)) as conn:
        conn.execute("PRAGMA busy_timeout = 0")
        conn.commit()
        with closing(sqlite3.connect(database.path, autocommit=False)) as reader:
            reader.execute("SELECT COUNT(*) FROM accounts").fetchone()
            try:
                answer.withdraw(conn, BEN, 2_500)
            except sqlite3.OperationalError:
                refused = True
        when = f"{call} while another program was reading, which refuses its COMMIT; after it"
        assert_nothing_held(conn, database, when)
        commit(conn)
        after = state(database)
    if refused:
        assert after == before, (
            f"{when}, a commit on the same connection saved the changes: what a COMMIT did not "
            "save is pending until it is rolled back"
        )
    else:  # it can save beside a reader
        assert after == (BALANCES | {BEN: 97_500}, [(BEN, 2_500)]), (
            f"{when}, no exception came and nothing was saved: a caller who gets none believes in "
            "the money"
        )


# ---- task 1: the modes ------------------------------------------------------------------------


@pytest.mark.task(1)
def test_each_mode_is_opened(answer: Any, database: Database) -> None:
    """open_db() opens the file in the mode that is asked for."""
    for mode, autocommit in MODES.items():
        with closing(opened(answer, database, mode)) as conn:
            assert conn.autocommit == autocommit, (
                f"open_db(path, {mode!r}) gave a connection with autocommit="
                f"{WORDS[conn.autocommit]}: {mode} mode is autocommit={WORDS[autocommit]}"
            )
            names = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
            assert "accounts" in names, (
                f"open_db(path, {mode!r}) gave a connection without the table accounts: "
                "it must be on the file that was asked for"
            )
            (owner,) = conn.execute("SELECT owner FROM accounts WHERE id = ?", (ANA,)).fetchone()
            assert owner == f"O'Hara 家 {ANA}"


# ---- task 2: the facts ------------------------------------------------------------------------


def compare(answer: Any, fact: str, probe: Callable[[str], bool], rule: str) -> None:
    """Compare one column of MODE_FACTS with what really happens on this Python."""
    __tracebackhide__ = True
    for mode in MODES:
        facts = answer.MODE_FACTS.get(mode)
        assert facts is not None, (
            f"MODE_FACTS has no entry for {mode!r}: it describes all three modes"
        )
        said, observed = getattr(facts, fact, None), probe(mode)
        assert said == observed, (
            f"MODE_FACTS[{mode!r}].{fact} is {said}, and the experiment says {observed}: {rule}"
        )


@pytest.mark.task(2)
def test_what_a_select_begins(answer: Any, folder: Path) -> None:
    """select_begins is what a SELECT does in each mode."""

    def probe(mode: str) -> bool:
        with closing(fresh(folder, mode)) as conn:
            conn.execute("SELECT * FROM notes").fetchall()
            return conn.in_transaction

    compare(
        answer,
        "select_begins",
        probe,
        "conn.in_transaction tells it, right after the SELECT",
    )


@pytest.mark.task(2)
def test_what_becomes_of_a_table(answer: Any, folder: Path) -> None:
    """ddl_rolls_back is what rollback() does to a new table in each mode."""

    def probe(mode: str) -> bool:
        with closing(fresh(folder, mode)) as conn:
            conn.execute("CREATE TABLE later (id INTEGER)")
            conn.rollback()
            count = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'later'"
            return conn.execute(count).fetchone()[0] == 0

    compare(
        answer,
        "ddl_rolls_back",
        probe,
        "SQLite can undo a CREATE TABLE, but only in a transaction that was open before it",
    )


@pytest.mark.task(2)
def test_what_close_does(answer: Any, folder: Path) -> None:
    """close_rolls_back is what close() does to an INSERT in each mode."""

    def probe(mode: str) -> bool:
        conn = fresh(folder, mode)
        conn.execute("INSERT INTO notes VALUES ('kept?')")
        conn.close()
        return notes(folder) == 0

    compare(
        answer,
        "close_rolls_back",
        probe,
        "close() commits nothing, it undoes the transaction that is open",
    )


@pytest.mark.task(2)
def test_what_a_script_commits(answer: Any, folder: Path) -> None:
    """executescript_commits is what executescript() does to an open transaction in each mode."""

    def probe(mode: str) -> bool:
        with closing(fresh(folder, mode)) as conn:
            if mode == "autocommit":
                conn.execute("BEGIN")
            conn.execute("INSERT INTO notes VALUES ('seen?')")
            conn.executescript("SELECT 1")
            return notes(folder) == 1

    compare(
        answer,
        "executescript_commits",
        probe,
        "what another connection finds after the script is what was committed",
    )


def fresh(folder: Path, mode: str) -> sqlite3.Connection:
    """A connection of the check's own, on a new file with the empty table `notes`."""
    path = folder / "probe.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, autocommit=True)) as conn:
        conn.execute("CREATE TABLE notes (word TEXT)")
    return sqlite3.connect(path, autocommit=MODES[mode])


def notes(folder: Path) -> int:
    """How many rows another connection sees."""
    with closing(sqlite3.connect(folder / "probe.db")) as conn:
        return conn.execute("SELECT COUNT(*) FROM notes").fetchone()[0]


# ---- task 3: one unit, in pep249 mode ---------------------------------------------------------


@pytest.mark.task(3)
def test_a_withdrawal_is_saved(answer: Any, database: Database) -> None:
    """A withdrawal changes the balance, is noted, and returns the new balance."""
    assert_withdraws(answer, database, "pep249")


@pytest.mark.task(3)
def test_nobody_sees_half_a_withdrawal(answer: Any, database: Database, sql: SqlLog) -> None:
    """Another connection that looks before every statement sees nothing or everything."""
    assert_whole(answer, database, sql, "pep249")


@pytest.mark.task(3)
def test_a_refusal_changes_nothing(answer: Any, database: Database) -> None:
    """Too little money or no such account: Refused, nothing changed, no lock held."""
    assert_undone(answer, database, "pep249", "refused")


@pytest.mark.task(3)
def test_a_failure_half_way_is_undone(answer: Any, database: Database) -> None:
    """When the second statement or the commit fails, all is undone and the error goes on."""
    assert_undone(answer, database, "pep249", "half way")
    restore(database)
    assert_refused_commit_undone(answer, database, "pep249")


# ---- task 4: the other modes ------------------------------------------------------------------


@pytest.mark.task(4)
def test_autocommit_mode_saves(answer: Any, database: Database, sql: SqlLog) -> None:
    """In autocommit mode a withdrawal is saved as one unit, too."""
    assert_withdraws(answer, database, "autocommit")
    assert_whole(answer, database, sql, "autocommit")


@pytest.mark.task(4)
def test_autocommit_mode_undoes(answer: Any, database: Database) -> None:
    """In autocommit mode what is refused, or fails half way, changes nothing, too."""
    assert_undone(answer, database, "autocommit", "refused", "half way")
    restore(database)
    assert_refused_commit_undone(answer, database, "autocommit")


@pytest.mark.task(4)
def test_legacy_mode_saves(answer: Any, database: Database, sql: SqlLog) -> None:
    """In legacy mode a withdrawal is saved as one unit, too."""
    assert_withdraws(answer, database, "legacy")
    assert_whole(answer, database, sql, "legacy")


@pytest.mark.task(4)
def test_legacy_mode_undoes(answer: Any, database: Database) -> None:
    """In legacy mode what is refused, or fails half way, changes nothing, too."""
    assert_undone(answer, database, "legacy", "refused", "half way")
    restore(database)
    assert_refused_commit_undone(answer, database, "legacy")


@pytest.mark.task(4)
def test_the_mode_is_kept(answer: Any, database: Database) -> None:
    """After withdraw() the caller's own changes are saved, or lost at close(), as before it."""
    for mode, autocommit in MODES.items():
        for calls, account, cents, expected in (
            ("a withdrawal", BEN, 1, None),
            ("a refusal", EMPTY, 1, answer.Refused),
            ("a failure half way", BEN, 50_001, sqlite3.IntegrityError),
        ):
            conn = opened(answer, database, mode)
            answer.withdraw(conn, BEN, 1)
            if expected:
                assert_raises(
                    lambda conn=conn, account=account, cents=cents: answer.withdraw(
                        conn, account, cents
                    ),
                    expected,
                    f"in {mode} mode, withdraw(conn, {account}, {cents})",
                )
            assert conn.autocommit == autocommit, (
                f"after {calls} conn.autocommit is {WORDS[conn.autocommit]}, and before it was "
                f"{WORDS[autocommit]}: the mode belongs to the caller"
            )
            conn.execute("UPDATE accounts SET owner = ? WHERE id = ?", (f"{mode} {calls}", ANA))
            conn.close()
            kept = database.rows("SELECT owner FROM accounts WHERE id = ?", ANA) == [
                (f"{mode} {calls}",)
            ]
            if autocommit is True:
                assert kept, (
                    f"in {mode} mode, an UPDATE after {calls} was lost at close(): "
                    "a transaction was still open, or a new one began"
                )
            else:
                rule = (
                    "the one that you end must be followed by the next"
                    if autocommit is False
                    else "Python must still begin one before an UPDATE, as isolation_level says"
                )
                assert not kept, (
                    f"in {mode} mode, an UPDATE after {calls} was kept at close() without a "
                    f"commit: the caller relies on an open transaction, so {rule}"
                )
