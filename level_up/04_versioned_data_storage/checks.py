"""Checks of `level_up/04_versioned_data_storage`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

import psycopg2
import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from runner.api import Database, Race, Schedule, assert_same_rows, first_line, until, waiting

MICROSECOND = timedelta(microseconds=1)
HOSTILE = "Ann O'Brien %s :x \\ 茶"
CONTRACT = ("id", "customer", "monthly_cents", "terms", "version")
HISTORY = ("contract_id", "version", "valid", "operation", "actor", "data")

# ---- task 1: install_history ---------------------------------------------------------------


@pytest.mark.task(1)
def test_every_flush_leaves_a_version(answer: Any, database: Database, engine: Engine) -> None:
    """What the ORM inserts, updates and deletes leaves one version each."""
    _install(answer, engine)
    with Session(engine) as session:
        _act(session, HOSTILE)
        contract = answer.Contract(id=1, customer="Łódź & Zoë's", monthly_cents=500, terms=None)
        session.add(contract)
        session.add(answer.Contract(id=2, customer="", monthly_cents=0, terms="30 days"))
        with _writing("an INSERT by the ORM"):
            session.commit()
        with _writing("an UPDATE by the ORM"):
            _act(session, "bob")
            contract.monthly_cents = 600
            session.commit()
            seen = contract.version
        with _writing("a DELETE by the ORM"):
            _act(session, "cy")
            session.delete(contract)
            session.commit()
    first = {"customer": "Łódź & Zoë's", "monthly_cents": 500, "terms": None}
    other = {"customer": "", "monthly_cents": 0, "terms": "30 days"}
    assert_same_rows(
        _versions(database, "contract_id, version, operation, actor, data"),
        [
            (1, 1, "insert", HOSTILE, first),
            (1, 2, "update", "bob", first | {"monthly_cents": 600}),
            (1, 3, "delete", "cy", None),
            (2, 1, "insert", HOSTILE, other),
        ],
        "each write leaves one row: its number, operation, actor, and the row as it is afterwards",
        ordered=True,
    )
    assert seen == 2, (
        f"contracts.version is {seen} after an insert and an update: "
        "it is the number of the contract's last version"
    )


@pytest.mark.task(1)
def test_no_write_goes_around_history(answer: Any, database: Database, engine: Engine) -> None:
    """Bulk updates, upserts and raw SQL are recorded, too, or refused."""
    _install(answer, engine)
    table = answer.Contract.__table__
    row = {"id": 3, "customer": "c", "monthly_cents": 3}
    upsert = insert(table).on_conflict_do_update(index_elements=["id"], set_={"terms": "new"})
    paths = [
        # the way, the statement, how many versions it may leave
        ("a bulk UPDATE of the ORM", update(answer.Contract).values(monthly_cents=7), 2),
        ("a raw UPDATE", text("UPDATE contracts SET terms = 'raw' WHERE id = 1"), 1),
        ("a raw INSERT", text("INSERT INTO contracts VALUES (9, 'new', 1, NULL)"), 1),
        ("an INSERT … ON CONFLICT that inserts", upsert.values(row), 1),
        ("an INSERT … ON CONFLICT that updates", upsert.values(row), 1),
        ("an UPDATE of an id", text("UPDATE contracts SET id = 99 WHERE id = 1"), 2),
        ("a raw DELETE", text("DELETE FROM contracts WHERE id = 2"), 1),
        ("a TRUNCATE of contracts", text("TRUNCATE contracts"), 4),
    ]
    _add(answer, engine, 1, 2)
    count = 2
    for path, statement, most in paths:
        was = _table(database)
        refused = False
        with Session(engine) as session:
            try:
                _act(session, "ann")
                session.execute(statement)
                session.commit()
            except DBAPIError:  # that is fine
                refused = True
        heard = refused or _table(database) != was
        assert heard, (
            f"{path} raised no error and changed nothing: "
            "a write that is not recorded is refused with an error"
        )
        wrong = _unrecorded(database)
        recorded = wrong is None
        assert recorded, (
            f"after {path}: {wrong}: whichever way a write takes, it leaves a version or is refused"
        )
        before, count = count, len(_versions(database, "version"))
        assert count - before <= most, (
            f"{path} left {count - before} versions where it wrote {most}: "
            "each row that is written leaves one"
        )


@pytest.mark.task(1)
def test_periods_follow_one_another(answer: Any, database: Database, engine: Engine) -> None:
    """Periods are half-open and end where the next begins, however transactions overlap."""
    _install(answer, engine)
    before = datetime.now(UTC)
    _add(answer, engine, 1)
    with Session(engine) as early, Session(engine) as late:
        early.execute(text("SELECT now()"))  # this transaction begins first and writes last
        for session, actor, values in ((late, "late", (1, 2, 3)), (early, "early", (4, 5))):
            _act(session, actor)
            try:
                for cents in values:
                    contract = session.get_one(answer.Contract, 1)
                    contract.monthly_cents = cents
                    session.flush()
                session.commit()
            except DBAPIError as error:
                raise AssertionError(
                    f"a second change in one transaction, or a change by a transaction that "
                    f"began before another one, raised {first_line(error)}: a version begins "
                    "when its row is written, not when its transaction began"
                ) from error
    _assert_periods(database, expected=6)
    [(start,)] = database.rows("SELECT lower(valid) FROM contract_versions WHERE version = 1")
    assert before - timedelta(seconds=5) <= start <= datetime.now(UTC), (
        f"the first version begins at {start}, it was written at {before}: "
        "a period begins with its write"
    )


@pytest.mark.task(1)
def test_versions_count_up_without_a_gap(answer: Any, database: Database, engine: Engine) -> None:
    """The versions of a contract are 1, 2, 3 … and contracts.version is the last."""
    _install(answer, engine)
    _add(answer, engine, 1, 2)
    statements = [
        "UPDATE contracts SET monthly_cents = 600 WHERE id = 1",
        "UPDATE contracts SET monthly_cents = monthly_cents + 1",
        "UPDATE contracts SET terms = 'by hand', version = 77 WHERE id = 1",
        "UPDATE contracts SET version = 88 WHERE id = 2",
    ]
    for statement in statements:
        with suppress(psycopg2.Error):  # a refusal is fine
            _write(database, statement, actor="ann")
    for cents in (1, 2):
        with Session(engine) as session, _writing("two UPDATEs by the ORM in one transaction"):
            _act(session, "ann")
            contract = session.get_one(answer.Contract, 1)
            contract.monthly_cents = cents
            session.flush()
            contract.terms = f"{cents} a month"  # a second change of the same transaction
            session.commit()
    for contract_id, present in database.rows("SELECT id, version FROM contracts ORDER BY id"):
        numbers = [n for c, n in _versions(database, "contract_id, version") if c == contract_id]
        assert numbers == list(range(1, len(numbers) + 1)), (
            f"the versions of a contract are {numbers}: they count up from 1 without a gap"
        )
        assert present == numbers[-1], (
            f"contracts.version is {present} and the last version is {numbers[-1]}: every write "
            "moves it, not only one that comes through the ORM"
        )
        assert contract_id == 2 or len(numbers) >= 5, (
            f"a contract has {len(numbers)} versions after an insert and four changes by flush: "
            "each of them leaves its own"
        )


@pytest.mark.task(1)
def test_a_deleted_id_can_come_back(answer: Any, database: Database, engine: Engine) -> None:
    """A deleted id that is inserted again goes on with the next number."""
    _install(answer, engine)
    _add(answer, engine, 1)
    for _ in range(2):
        _delete(answer, engine, 1)
        _add(answer, engine, 1, story="an INSERT of a deleted id")
    found = _versions(database, "version, operation")
    operations = ("insert", "delete", "insert", "delete", "insert")
    assert found == list(enumerate(operations, 1)), (
        f"the history is {found} after an id was inserted, deleted and inserted again: "
        "the numbers of an id go on, each write leaves the next"
    )
    present = _contract(database, 1).version
    assert present == 5, (
        f"contracts.version is {present} where the last version is 5: "
        "an INSERT does not begin at 1 where the id has a history"
    )
    _assert_periods(database, expected=5)


@pytest.mark.task(1)
def test_no_change_leaves_no_version(answer: Any, database: Database, engine: Engine) -> None:
    """A write that changes nothing leaves no version."""
    _install(answer, engine)
    _add(answer, engine, 1)
    with _writing("an UPDATE to the same values"):
        _write(database, "UPDATE contracts SET customer = customer, terms = terms", actor="ann")
    _change(answer, engine, 1, monthly_cents=500)
    found = _versions(database, "version, operation")
    assert found == [(1, "insert")], (
        f"the history is {found} after an insert and updates to the same values: "
        "where nothing changed there is nothing to keep"
    )
    _change(answer, engine, 1, terms="")
    numbers = [version for (version,) in _versions(database, "version")]
    assert numbers == [1, 2], "an update from NULL to '' left no version: it is a change"


@pytest.mark.task(1)
def test_periods_cannot_overlap(answer: Any, database: Database, engine: Engine) -> None:
    """The database itself refuses a version that overlaps another one."""
    _install(answer, engine)
    _add(answer, engine, 1, 2)
    _change(answer, engine, 1, monthly_cents=600)
    forged = (
        "INSERT INTO contract_versions (contract_id, version, valid, operation, actor, data)"
        " SELECT contract_id, 9, {}, 'update', 'mallory', data FROM contract_versions"
        " WHERE contract_id = 1 AND version = 1"
    )
    for period in ("valid", "tstzrange('-infinity', upper(valid))", "tstzrange(now(), NULL)"):
        refused = _error_of(database, forged.format(period)) is not None
        assert refused, (
            f"a second version of a contract was stored for the period {period}: "
            "at each instant one version is valid, and a constraint must hold it"
        )
    count = len(_versions(database, "version"))
    assert count == 3, (
        f"contract_versions has {count} rows, expected 3: a refused row is not stored"
    )
    _assert_periods(database, expected=2)


@pytest.mark.task(1)
def test_nobody_cannot_write(answer: Any, database: Database, engine: Engine) -> None:
    """A write of nobody is refused, also after somebody used the connection."""
    _install(answer, engine)
    _add(answer, engine, 1)
    engine = database.engine(pool_size=1, max_overflow=0)  # so that it is one connection
    statements = {
        "an INSERT": "INSERT INTO contracts (customer, monthly_cents) VALUES ('nobody', 1)",
        "an UPDATE": "UPDATE contracts SET monthly_cents = 1",
        "a DELETE": "DELETE FROM contracts",
    }
    for cents, story in ((600, "on a fresh connection"), (700, "after a transaction of ann's")):
        for name, statement in statements.items():
            refused = False
            with Session(engine) as session:
                try:
                    session.execute(text(statement))
                    session.commit()
                except DBAPIError:
                    refused = True
            assert refused, (
                f"{name} without an actor was accepted {story}: history must say who did it "
                "(a setting of an ended transaction reads '', not NULL)"
            )
        _change(answer, engine, 1, monthly_cents=cents)
    assert_same_rows(
        _versions(database, "version, actor"),
        [(1, "setup"), (2, "ann"), (3, "ann")],
        "the writes of ann are recorded, and no others",
    )


@pytest.mark.task(1)
def test_history_stays_as_it_is(answer: Any, database: Database, engine: Engine) -> None:
    """Rows of the history cannot be changed, removed or truncated."""
    _install(answer, engine)
    _add(answer, engine, 1)
    _change(answer, engine, 1, monthly_cents=600)
    before = _history(database)
    attempts = [
        "UPDATE contract_versions SET actor = 'mallory'",
        "UPDATE contract_versions SET data = data || '{\"monthly_cents\": 1}' WHERE version = 1",
        "UPDATE contract_versions SET version = 9 WHERE version = 2",
        "UPDATE contract_versions SET valid = tstzrange('2020-01-01', upper(valid))"
        " WHERE version = 1",
        "UPDATE contract_versions SET valid = tstzrange(lower(valid), clock_timestamp())"
        " WHERE upper_inf(valid)",
        "DELETE FROM contract_versions WHERE version = 1",
        "TRUNCATE contract_versions",
    ]
    for attempt in attempts:
        heard = _error_of(database, attempt) is not None
        changed = _changed(HISTORY, before, _history(database))
        same = changed is None
        assert same, (
            f"{attempt!r} changed the history: {changed}; what can be edited proves nothing"
        )
        assert heard, f"{attempt!r} raised no error: a refusal must be heard"
    _change(answer, engine, 1, monthly_cents=700)
    count = len(_versions(database, "version"))
    assert count == 3, (
        f"after a third write there are {count} versions: an honest change is recorded as before"
    )


# ---- task 2: acting_as ---------------------------------------------------------------------


@pytest.mark.task(2)
def test_the_actor_is_recorded(answer: Any, database: Database, engine: Engine) -> None:
    """acting_as says who makes the changes of a transaction."""
    _install(answer, engine)
    for number, actor in enumerate((HOSTILE, "  ", "'; DROP TABLE contracts; --"), 1):
        with Session(engine) as session:
            answer.acting_as(session, "somebody else")
            answer.acting_as(session, actor)
            session.add(answer.Contract(id=number, customer="c", monthly_cents=1))
            with _writing(f"an INSERT after acting_as(session, {actor!r})"):
                session.commit()
        recorded = database.rows(
            "SELECT actor FROM contract_versions WHERE contract_id = %s", number
        )
        assert recorded == [(actor,)], (
            f"acting_as(session, {actor!r}) and then an insert recorded {recorded}: "
            "the actor is stored as it was said last"
        )


@pytest.mark.task(2)
def test_the_actor_does_not_leak(answer: Any, database: Database) -> None:
    """The actor ends with the transaction, also when the connection is used again."""
    engine = database.engine(pool_size=1, max_overflow=0)
    _install(answer, engine)
    for number, end in enumerate((Session.commit, Session.rollback), 1):
        with Session(engine) as session:
            answer.acting_as(session, "ann")
            session.add(answer.Contract(id=number, customer="c", monthly_cents=1))
            with _writing("an INSERT after acting_as(session, 'ann')"):
                session.flush()
                end(session)
            where = ("the same session's next transaction", "the next user of the connection")
            for other, place in zip((session, None), where, strict=True):
                if other is None:
                    session.close()
                actor = _insert_without_actor(answer, other or Session(engine))
                assert actor is None, (
                    f"after the {end.__name__} of ann's transaction {place} wrote as {actor!r}: "
                    "the actor holds for one transaction, then it must be said again"
                )
    assert_same_rows(
        _versions(database, "contract_id, actor"), [(1, "ann")], "ann committed one insert"
    )


# ---- task 3: amend -------------------------------------------------------------------------


@pytest.mark.task(3)
def test_an_amendment_makes_a_version(answer: Any, database: Database, engine: Engine) -> None:
    """An amendment changes the contract and returns it; no change makes no version."""
    _install(answer, engine)
    _add(answer, engine, 1, 2)
    with Session(engine) as session:
        loaded = session.get_one(answer.Contract, 1)
        changes = {"terms": HOSTILE, "monthly_cents": 450}
        view = answer.amend(session, 1, changes, actor="bob", expected_version=1)
        same = answer.amend(session, 1, {"terms": HOSTILE}, actor="cy", expected_version=2)
        none = answer.amend(session, 1, {}, actor="cy", expected_version=2)
        seen = (loaded.monthly_cents, loaded.terms, loaded.version)
        with _writing("the commit of an amendment"):
            session.commit()
    data = {"customer": "customer 1", "monthly_cents": 450, "terms": HOSTILE}
    assert view == answer.ContractView(1, 2, data), (
        f"amend returned {view}: it returns the contract as it is now, with all its columns but "
        "id and version in data"
    )
    assert same == none == view, (
        f"amendments that change nothing returned {same} and {none}: the contract is the same, "
        "so its version is, too"
    )
    assert_same_rows(
        _versions(database, "contract_id, version, actor"),
        [(1, 1, "setup"), (1, 2, "bob"), (2, 1, "setup")],
        "one version for one amendment, by the one who made it",
    )
    assert seen == (450, HOSTILE, 2), (
        f"the object that the session had loaded shows {seen} after the amendment: "
        "the same session must not go on with old values"
    )


@pytest.mark.task(3)
def test_an_amendment_is_refused_as_a_whole(
    answer: Any, database: Database, engine: Engine
) -> None:
    """Unknown contracts and columns are refused, and nothing changes."""
    _install(answer, engine)
    _add(answer, engine, 1)
    before = _table(database)
    # The names in order, so that the call is shown as it is made.
    cases: list[tuple[int, dict[str, Any], type[Exception]]] = [
        (7, {"terms": "x"}, answer.NotFound),
        (1, {"customer": "x", "term": "y"}, ValueError),
        (1, {"customer": "x", "id": 5}, ValueError),
        (1, {"customer": "x", "version": 5}, ValueError),
        (1, {"terms = 'x', customer": "y"}, ValueError),
    ]
    for contract_id, changes, expected in cases:
        story = f"amend of contract {contract_id} with {changes}"
        with Session(engine) as session:
            rule = "never ignore a name, nor that there is no such contract"
            with _refused(expected, story, rule):
                answer.amend(session, contract_id, changes, actor="bob", expected_version=1)
            with suppress(SQLAlchemyError):  # store whatever is left
                _act(session, "bob")
                session.commit()
        changed = _changed(CONTRACT, before, _table(database))
        same = changed is None
        assert same, (
            f"{story} raised {expected.__name__}, and after the caller's commit {changed}: "
            "a refused amendment changes nothing, also not an object of the session"
        )
    with Session(engine) as session:
        answer.amend(session, 1, {"terms": "good"}, actor="bob", expected_version=1)
        with _writing("the commit of an amendment"):
            session.commit()
    assert_same_rows(
        database.rows("SELECT id, customer, terms, version FROM contracts"),
        [(1, "customer 1", "good", 2)],
        "only the good amendment had an effect",
    )


@pytest.mark.task(3)
def test_a_stale_version_is_a_conflict(answer: Any, database: Database, engine: Engine) -> None:
    """Who has seen an older version gets Conflict, whatever way it was changed."""
    _install(answer, engine)
    _add(answer, engine, 1, 2)

    def amend_first(session: Session) -> None:
        answer.amend(session, 1, {"monthly_cents": 1}, actor="ann", expected_version=1)

    def bulk_update_second(session: Session) -> None:
        _act(session, "ann")
        session.execute(update(answer.Contract).filter_by(id=2).values(monthly_cents=1))

    cases = ((1, "an amendment", amend_first), (2, "a bulk UPDATE", bulk_update_second))
    for contract_id, story, change in cases:
        with Session(engine) as session:
            seen = session.get_one(answer.Contract, contract_id)  # the session keeps it
            assert seen.version == 1, (
                f"contracts.version is {seen.version} after an insert: the first version is 1"
            )
            with Session(engine) as other, suppress(DBAPIError):  # a bulk UPDATE may be refused
                change(other)
                other.commit()
            before = _contract(database, contract_id)
            if before.monthly_cents == 500:
                continue
            error = _conflict(answer, session, contract_id, expected_version=1)
        refused = error is not None
        assert refused, (
            f"the session read version 1, {story} changed the contract, and an amendment with "
            "expected_version=1 was accepted: it would undo what its author has never seen"
        )
        assert _contract(database, contract_id) == before, (
            f"the contract was {before} and is {_contract(database, contract_id)} after a "
            "Conflict: a refused amendment changes nothing"
        )
        with Session(engine) as session:
            answer.amend(session, contract_id, {"terms": "y"}, actor="b", expected_version=2)
            session.commit()
        terms = _contract(database, contract_id).terms
        assert terms == "y", (
            f"terms is {terms!r} after a Conflict and then an amendment of the right version: "
            "the good amendment is stored"
        )


@pytest.mark.task(3)
def test_one_of_eight_amendments_wins(
    answer: Any, database: Database, engine: Engine, race: Race
) -> None:
    """Of eight who have seen the same version, one amends and seven get Conflict."""
    _install(answer, engine)
    _add(answer, engine, 1)
    ended: list[int] = []
    held = threading.Event()

    def amend(worker: int) -> str:
        with Session(engine) as session:
            session.get_one(answer.Contract, 1)
            session.commit()
            assert held.wait(15), "the contract could not be locked before the amendments"
            try:
                values = {"terms": f"by {worker}"}
                answer.amend(session, 1, values, actor=f"w{worker}", expected_version=1)
                session.commit()
            except answer.Conflict:
                return "Conflict"
            finally:
                ended.append(worker)
        return "amended"

    def hold_the_contract() -> None:
        """Let nobody get past the contract until all have come as far as they can."""
        with database.observer() as holder, holder.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM contracts FOR UPDATE")
            held.set()
            until(lambda: len(ended) + waiting(database) >= 8)
            cursor.execute("COMMIT")

    outcomes = race(lambda n: amend(n) if n < 8 else hold_the_contract(), workers=9)
    for outcome in outcomes:
        if isinstance(outcome.error, NotImplementedError | AssertionError):
            raise outcome.error
        survived = outcome.error is None
        assert survived, (
            f"one of eight simultaneous amendments raised {first_line(outcome.error)}: "
            "who comes too late gets Conflict, which its caller knows how to handle"
        )
    results = sorted(str(outcome.value) for outcome in outcomes[:8])
    assert results == ["Conflict"] * 7 + ["amended"], (
        f"{results.count('amended')} of eight amendments of version 1 succeeded: "
        "to compare the version and to write must be one step that nobody comes between"
    )
    present = _contract(database, 1).version
    assert present == 2, f"contracts.version is {present} after an insert and one amendment"


@pytest.mark.task(3)
def test_the_caller_decides_about_the_commit(
    answer: Any, database: Database, engine: Engine
) -> None:
    """The caller of amend decides about the commit."""
    _install(answer, engine)
    _add(answer, engine, 1)
    with Session(engine) as session:
        answer.amend(session, 1, {"terms": "kept"}, actor="ann", expected_version=1)
        with _writing("the commit of an amendment"):
            session.commit()
        answer.amend(session, 1, {"terms": "undone"}, actor="ann", expected_version=2)
        session.rollback()
    found = _contract(database, 1)
    assert found.version >= 2, "the amendment is missing after the caller's commit"
    assert found.terms == "kept", (
        "the caller rolled back, and the amendment is still there: "
        "a function that gets a session leaves commit and rollback to its caller"
    )
    count = len(_versions(database, "version"))
    assert count == 2, (
        f"there are {count} versions after an insert and one committed amendment: "
        "what the caller rolled back leaves none"
    )


# ---- task 4: as_of, history, diff ----------------------------------------------------------


@pytest.mark.task(4)
def test_as_of_is_right_on_the_boundary(answer: Any, database: Database, engine: Engine) -> None:
    """At the instant of a change the new version is valid, just before it the old one."""
    _install(answer, engine)
    _add(answer, engine, 1, 2)
    _change(answer, engine, 1, monthly_cents=600)
    _change(answer, engine, 1, monthly_cents=700)
    _delete(answer, engine, 1)
    one, two, three, deleted = [
        start
        for (start,) in database.rows(
            "SELECT lower(valid) FROM contract_versions WHERE contract_id = 1 ORDER BY version"
        )
    ]
    india = timezone(timedelta(hours=5, minutes=30))
    instants = {
        "a year before the first version": (one - timedelta(days=365), None),
        "a microsecond before the first version": (one - MICROSECOND, None),
        "the instant of the first version": (one, 500),
        "a microsecond before the second": (two - MICROSECOND, 500),
        "the instant of the second": (two, 600),
        "the same instant in another time zone": (two.astimezone(india), 600),
        "a microsecond before the third": (three - MICROSECOND, 600),
        "the instant of the third": (three, 700),
        "a microsecond before the deletion": (deleted - MICROSECOND, 700),
        "the instant of the deletion": (deleted, None),
        "a year after the deletion": (deleted + timedelta(days=365), None),
    }
    with Session(engine) as session:
        for story, (instant, cents) in instants.items():
            view = answer.as_of(session, 1, instant)
            if cents is None:
                assert view is None, (
                    f"as_of at {story} gave {view}, expected None: "
                    "where no version is valid, or it is a deletion, there is no contract"
                )
                continue
            found = _data_of(answer, f"as_of at {story}", view).get("monthly_cents")
            assert found == cents, (
                f"as_of at {story} gave {view}, expected monthly_cents {cents}: "
                "a period holds its first instant and not its last"
            )
        view = answer.as_of(session, 1, two)
        data = {"customer": "customer 1", "monthly_cents": 600, "terms": None}
        assert view == answer.ContractView(1, 2, data), (
            f"as_of at the instant of the second version gave {view}: "
            "it holds the number and the data of that version"
        )
        stays = answer.as_of(session, 2, deleted + timedelta(days=365)) is not None
        assert stays, (
            "as_of gave None for a contract that is still there: its last period has no end"
        )
        view = answer.as_of(session, 77, two)
        assert view is None, f"as_of of a contract that never was gave {view}, expected None"


@pytest.mark.task(4)
def test_history_tells_everything(answer: Any, database: Database, engine: Engine) -> None:
    """history gives all versions of one contract, the oldest first."""
    _install(answer, engine)
    _add(answer, engine, 1, 2)
    for number in range(2, 12):  # so many that '10' comes before '9' as text
        _change(answer, engine, 1, terms=f"t{number}")
    _delete(answer, engine, 1)
    rows = database.rows(
        "SELECT version, lower(valid), upper(valid), operation, actor, data"
        " FROM contract_versions WHERE contract_id = 1 ORDER BY version"
    )
    assert len(rows) == 12, f"an insert, ten updates and a deletion left {len(rows)} versions"
    with Session(engine) as session:
        assert answer.history(session, 77) == [], "a contract that never was has no history"
        got = answer.history(session, 1)
    assert isinstance(got, list), f"history gave {got!r}, expected a list"
    assert len(got) == 12, f"history gave {len(got)} entries for 12 versions of the contract"
    for number, (entry, row) in enumerate(zip(got, rows, strict=True), 1):
        expected = answer.Version(*row)
        assert entry == expected, (
            f"entry {number} of history is {entry}, expected {expected}: "
            "one Version per row of this contract, by number; valid_to is None for the last"
        )


@pytest.mark.task(4)
def test_diff_tells_what_changed(answer: Any, database: Database, engine: Engine) -> None:
    """diff gives the old and the new value of what differs."""
    _install(answer, engine)
    _add(answer, engine, 1)
    _change(answer, engine, 1, monthly_cents=0, terms="")
    _delete(answer, engine, 1)
    expected = {
        (1, 2): {"monthly_cents": (500, 0), "terms": (None, "")},
        (2, 1): {"monthly_cents": (0, 500), "terms": ("", None)},
        (1, 1): {},
        (1, 3): {"customer": ("customer 1", None), "monthly_cents": (500, None)},
    }
    with Session(engine) as session:
        for (a, b), changes in expected.items():
            got = answer.diff(session, 1, a, b)
            assert got == changes, (
                f"diff of versions {a} and {b} gave {got}: "
                "it names what differs, with the value in each (None where there is none)"
            )
        for a, b in ((1, 9), (0, 1)):
            story = f"diff of versions {a} and {b}, of which one does not exist,"
            with _refused(answer.NotFound, story, "only what is there can be compared"):
                answer.diff(session, 1, a, b)


# ---- task 5: revert ------------------------------------------------------------------------


@pytest.mark.task(5)
def test_a_revert_adds_a_version(answer: Any, database: Database, engine: Engine) -> None:
    """A revert adds a version with the old data and leaves history as it was."""
    _install(answer, engine)
    _add(answer, engine, 1, 2)
    _change(answer, engine, 1, monthly_cents=600, terms="x")
    _change(answer, engine, 1, customer="Other")
    before = _versions(database, "contract_id, version, operation, actor, data")
    with Session(engine) as session:
        view = answer.revert(session, 1, 1, actor="bob")
        with _writing("the commit of a revert"):
            session.commit()
    after = _versions(database, "contract_id, version, operation, actor, data")
    kept = [row for row in after if row in before]
    assert kept == before, (
        f"{len(before) - len(kept)} rows of the history are gone or changed after a revert: "
        "a revert is a change like any other, it adds to history"
    )
    data = {"customer": "customer 1", "monthly_cents": 500, "terms": None}
    assert_same_rows(
        [row for row in after if row not in before],
        [(1, 4, "update", "bob", data)],
        "a revert to version 1 adds one version with the data of version 1",
    )
    assert view == answer.ContractView(1, 4, data), (
        f"revert returned {view}: it returns the contract as it is now"
    )
    with Session(engine) as session:
        again = answer.revert(session, 1, 1, actor="cy")
        with _writing("the commit of a revert that changes nothing"):
            session.commit()
        answer.revert(session, 1, 3, actor="bob")
        session.rollback()
    assert again == view, f"a revert to what the contract is already returned {again}"
    assert _versions(database, "contract_id, version, operation, actor, data") == after, (
        "the history grew after a revert to what the contract is already and a rolled back one: "
        "where nothing changed there is nothing to keep"
    )
    present = _contract(database, 1)
    assert present == (500, None, 4), (
        f"the contract is {present} after a revert to version 1: it has the data of version 1, "
        "and contracts.version is the number of the last version"
    )
    _assert_periods(database, expected=4)


@pytest.mark.task(5)
def test_only_what_is_there_is_reverted(answer: Any, database: Database, engine: Engine) -> None:
    """No version, no contract, or a deletion: revert raises NotFound."""
    _install(answer, engine)
    _add(answer, engine, 1, 2, 3)
    _change(answer, engine, 1, terms="x")
    _delete(answer, engine, 2)
    _delete(answer, engine, 3)
    _add(answer, engine, 3)
    cases = {
        "a contract that never was": (77, 1),
        "a contract to a version that never was": (1, 9),
        "a deleted contract": (2, 1),
        "a deleted contract to its deletion": (2, 2),
        "a contract that came back to its deletion": (3, 2),
    }
    before = _history(database)
    for story, (contract_id, version) in cases.items():
        with Session(engine) as session:
            rule = "there is nothing to change, or nothing to go back to"
            with _refused(answer.NotFound, f"revert of {story}", rule):
                answer.revert(session, contract_id, version, actor="bob")
            with suppress(SQLAlchemyError):  # store whatever is left
                _act(session, "bob")
                session.commit()
        changed = _changed(HISTORY, before, _history(database))
        same = changed is None
        assert same, (
            f"revert of {story} raised NotFound, and after the caller's commit {changed}: "
            "a refused revert changes nothing"
        )
    with Session(engine) as session:
        answer.revert(session, 1, 1, actor="bob")
        with _writing("the commit of a revert"):
            session.commit()
    present = _contract(database, 1)
    assert present == (500, None, 3), (
        f"the contract is {present} after a revert to version 1: the good revert has an effect"
    )


@pytest.mark.task(5)
def test_a_revert_waits_its_turn(
    answer: Any, database: Database, engine: Engine, schedule: Schedule
) -> None:
    """A revert that had to wait begins after the change that it waited for."""
    _install(answer, engine)
    _add(answer, engine, 1)
    _change(answer, engine, 1, terms="x")
    with schedule(database, "A", "B", connect=lambda: Session(engine)) as (a, b):
        a.run("SELECT 1 FROM contracts WHERE id = 1 FOR UPDATE")
        step = b.start(lambda session: answer.revert(session, 1, 1, actor="B"))
        until(lambda: step.done or b.is_waiting)
        with _writing("A's change, while B reverts,"):
            a.run(lambda session: _act(session, "A"))
            a.run(lambda session: setattr(session.get_one(answer.Contract, 1), "monthly_cents", 7))
            a.run(Session.commit)
        try:
            step.result()
            b.run(Session.commit)
        except (answer.Conflict, SQLAlchemyError) as error:
            raise AssertionError(
                f"B's revert came while A was writing, and raised {first_line(error)}: it waits "
                "for A and ends as if it had come afterwards; its version begins when it is "
                "written, by one clock for all"
            ) from error
    actors = [actor for (actor,) in _versions(database, "actor")]
    assert actors == ["setup", "ann", "A", "B"], (
        f"the versions are by {actors}: A's change and then B's revert leave one each"
    )
    _assert_periods(database, expected=4)
    present = _contract(database, 1)
    assert present == (500, None, 4), (
        f"after A's change and B's revert to version 1 the contract is {present}: "
        "all of version 1 is back, also what A changed meanwhile"
    )


# ---- task 6: the table grows ---------------------------------------------------------------


@pytest.mark.task(6)
def test_history_outlives_a_new_column(answer: Any, database: Database, engine: Engine) -> None:
    """A column that is added later is kept, too, and old versions stay readable."""
    _install(answer, engine)
    _add(answer, engine, 1)
    _change(answer, engine, 1, monthly_cents=600)
    _write(database, "ALTER TABLE contracts ADD COLUMN currency text NOT NULL DEFAULT 'EUR'")
    first = {"customer": "customer 1", "monthly_cents": 500, "terms": None}
    with Session(engine) as session:
        old = answer.history(session, 1)
        held = [getattr(version, "data", version) for version in old]
        assert held == [first, first | {"monthly_cents": 600}], (
            f"history gave {held} as the data of two versions from before ALTER TABLE … ADD COLUMN "
            "currency: old versions stay as they are"
        )
        view = answer.amend(session, 1, {"terms": "x"}, actor="ann", expected_version=2)
        with _writing("the commit of an amendment after ADD COLUMN"):
            session.commit()
    third = first | {"monthly_cents": 600, "terms": "x", "currency": "EUR"}
    rule = "a version keeps the whole row, not the columns that there were once"
    story = "an amendment after ALTER TABLE … ADD COLUMN currency"
    _assert_present(answer, database, view, third, story, rule)
    with Session(engine) as session:
        difference = answer.diff(session, 1, 1, 3)
        assert isinstance(difference, dict), f"diff gave {difference!r}, expected a dict"
        assert difference.get("currency") == (None, "EUR"), (
            f"diff of a version before and one after the new column gave {difference}: "
            "a column that a version does not have counts as None"
        )
    story = "a revert to a version from before the new column"
    view = _revert(answer, engine, 1, story)
    rule = "what the old version does not know keeps its value"
    _assert_present(answer, database, view, first | {"currency": "EUR"}, story, rule)
    with suppress(psycopg2.Error):  # a refusal is fine
        _write(database, "UPDATE contracts SET currency = 'USD'", actor="ann")
    _change(answer, engine, 1, customer="Other")
    story = "a revert to a version with the new column"
    view = _revert(answer, engine, 3, story)
    rule = "all columns of the old version come back, also one that the model does not know"
    _assert_present(answer, database, view, third, story, rule)


# ---- helpers -------------------------------------------------------------------------------


class _Now(NamedTuple):
    """A contract as another connection sees it."""

    monthly_cents: int
    terms: str | None
    version: int


@contextmanager
def _writing(what: str) -> Iterator[None]:
    """Name a write that may not be refused, where it is."""
    try:
        yield
    except (SQLAlchemyError, psycopg2.Error) as error:
        raise AssertionError(
            f"{what} raised {first_line(error)}: what somebody writes is recorded, not refused"
        ) from error


@contextmanager
def _refused(kind: type[Exception], story: str, rule: str) -> Iterator[None]:
    """Let this exception pass, and complain of any other, or of none."""
    try:
        yield
    except kind:
        return
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"{story} raised {first_line(error)}: it must raise {kind.__name__}; {rule}"
        ) from error
    raise AssertionError(f"{story} raised nothing: it must raise {kind.__name__}; {rule}")


def _install(answer: Any, engine: Engine) -> None:
    with engine.begin() as connection:
        answer.Base.metadata.create_all(connection)
        answer.install_history(connection)


def _act(session: Session, actor: str) -> None:
    session.execute(text("SELECT set_config('app.actor', :actor, true)"), {"actor": actor})


def _add(answer: Any, engine: Engine, *ids: int, story: str = "an INSERT by the ORM") -> None:
    with Session(engine) as session, _writing(story):
        _act(session, "setup")
        session.add_all(
            answer.Contract(id=number, customer=f"customer {number}", monthly_cents=500)
            for number in ids
        )
        session.commit()


def _change(answer: Any, engine: Engine, contract_id: int, **values: object) -> None:
    """Change a contract by a flush, which no answer may refuse."""
    with Session(engine) as session, _writing("an UPDATE by the ORM"):
        _act(session, "ann")
        contract = session.get_one(answer.Contract, contract_id)
        for name, value in values.items():
            setattr(contract, name, value)
        session.commit()


def _delete(answer: Any, engine: Engine, contract_id: int) -> None:
    with Session(engine) as session, _writing("a DELETE by the ORM"):
        _act(session, "ann")
        session.delete(session.get_one(answer.Contract, contract_id))
        session.commit()


def _write(database: Database, statement: str, actor: str | None = None) -> None:
    """Run a statement of psql's kind, in a transaction of its own."""
    with database.observer() as connection, connection.cursor() as cursor:
        cursor.execute("BEGIN")
        if actor is not None:
            cursor.execute("SELECT set_config('app.actor', %s, true)", (actor,))
        cursor.execute(statement)
        cursor.execute("COMMIT")


def _error_of(database: Database, statement: str) -> psycopg2.Error | None:
    try:
        _write(database, statement, actor="mallory")
    except psycopg2.Error as error:
        return error
    return None


def _versions(database: Database, columns: str) -> list[tuple[Any, ...]]:
    """The rows of the history in order, each `data` with its names in order."""
    rows = database.rows(f"SELECT {columns} FROM contract_versions ORDER BY contract_id, version")
    return [
        tuple(dict(sorted(v.items())) if isinstance(v, dict) else v for v in row) for row in rows
    ]


def _history(database: Database) -> list[tuple[Any, ...]]:
    return _versions(database, ", ".join(HISTORY))


def _contract(database: Database, contract_id: int) -> _Now:
    query = "SELECT monthly_cents, terms, version FROM contracts WHERE id = %s"
    rows = database.rows(query, contract_id)
    assert len(rows) == 1, f"there are {len(rows)} contracts with the id {contract_id}, expected 1"
    return _Now(*rows[0])


def _table(database: Database) -> list[tuple[Any, ...]]:
    """The contracts as another connection sees them."""
    return database.rows(f"SELECT {', '.join(CONTRACT)} FROM contracts ORDER BY id")


def _changed(columns: tuple[str, ...], before: list[Any], after: list[Any]) -> str | None:
    """Where rows first differ: the name of the field, and both values."""
    if len(before) != len(after):
        return f"there are {len(after)} rows where {len(before)} were"
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        for name, was, present in zip(columns, old, new, strict=True):
            if was != present:
                return f"{name} in row {number} is {present!r}, it was {was!r}"
    return None


def _data_of(answer: Any, story: str, view: object) -> dict[str, Any]:
    """The data of a result that must be a ContractView."""
    assert isinstance(view, answer.ContractView), f"{story} gave {view!r}, expected a ContractView"
    data = getattr(view, "data", None)
    assert isinstance(data, dict), f"{story} gave {view!r}: its data is a dict of the columns"
    return data


def _revert(answer: Any, engine: Engine, to: int, story: str) -> object:
    with Session(engine) as session:
        try:
            view = answer.revert(session, 1, to, actor="ann")
            session.commit()
        except NotImplementedError:
            raise
        except Exception as error:
            raise AssertionError(
                f"{story} raised {first_line(error)}: all functions still work after ADD COLUMN"
            ) from error
    return view


def _assert_present(
    answer: Any, database: Database, view: object, expected: dict[str, Any], story: str, rule: str
) -> None:
    """The last version in the table, and the view that was returned, hold what is expected."""
    *_, (kept,) = _versions(database, "data")
    assert kept == expected, (
        f"after {story} the last version in contract_versions holds {kept}: {rule}"
    )
    data = _data_of(answer, story, view)
    assert data == expected, (
        f"{story} returned {data}, and the version in contract_versions holds {kept}: "
        "what is returned has all columns of the table, also one that the model does not know"
    )


def _unrecorded(database: Database) -> str | None:
    """What the history does not say of the contracts as they are."""
    rows = database.rows(
        "SELECT coalesce(c.id, v.contract_id), v.data, to_jsonb(c) - 'id' - 'version'"
        " FROM contracts c FULL JOIN (SELECT DISTINCT ON (contract_id) * FROM contract_versions"
        "  ORDER BY contract_id, version DESC) v ON v.contract_id = c.id"
    )
    for contract_id, kept, present in rows:
        if kept != present:
            return f"contract {contract_id} is {present} and its last version holds {kept}"
    counts = database.rows(
        "SELECT contract_id, count(*), max(version) FROM contract_versions GROUP BY 1"
    )
    for contract_id, count, highest in counts:
        if count != highest:
            return f"contract {contract_id} has {count} versions, the last is number {highest}"
    return None


def _assert_periods(database: Database, expected: int) -> None:
    rows = database.rows(
        "SELECT version, isempty(valid), lower_inc(valid), upper_inc(valid),"
        " upper(valid), lead(lower(valid)) OVER (ORDER BY version)"
        " FROM contract_versions WHERE contract_id = 1 ORDER BY version"
    )
    assert len(rows) == expected, f"there are {len(rows)} versions, expected {expected}"
    for version, empty, closed_below, closed_above, end, following in rows:
        assert not empty, (
            f"the period of version {version} is empty: two writes never begin at one instant"
        )
        assert (closed_below, closed_above) == (True, False), (
            f"the period of version {version} is {'[' if closed_below else '('}from, to"
            f"{']' if closed_above else ')'}: at a boundary exactly one version is valid, so a "
            "period holds its first instant and not its last"
        )
        assert end == following, (
            f"version {version} ends at {end} and the next begins at {following}: "
            "a period ends where the next begins, and the last has no end"
        )


def _insert_without_actor(answer: Any, session: Session) -> str | None:
    """Insert without saying who; return as whom it was recorded, None where it was refused."""
    contract = answer.Contract(customer="c", monthly_cents=1)
    try:
        session.add(contract)
        session.flush()
        query = select(answer.ContractVersion.actor).filter_by(contract_id=contract.id)
        return session.scalar(query)
    except DBAPIError:
        return None
    finally:
        session.rollback()


def _conflict(
    answer: Any, session: Session, contract_id: int, expected_version: int
) -> Exception | None:
    """Amend, commit whatever is left, and return the Conflict if there was one."""
    error = None
    try:
        answer.amend(
            session, contract_id, {"terms": "x"}, actor="b", expected_version=expected_version
        )
    except answer.Conflict as caught:
        error = caught
    with suppress(SQLAlchemyError):
        _act(session, "b")  # so that what is left is not refused as nobody's
        session.commit()
    return error
