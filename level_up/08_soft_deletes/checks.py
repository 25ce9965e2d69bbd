"""Checks of `level_up/08_soft_deletes`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, exists, func, select, union_all, update
from sqlalchemy import delete as delete_from
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, sessionmaker

from runner.api import (
    Database,
    Schedule,
    assert_same_rows,
    datasets,
    explain,
    first_line,
    must_raise,
    until,
)

INCLUDE = {"include_deleted": True}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TABLES = ("teams", "members", "notes")

# What is there in most checks.  The day says when something was deleted; None: it lives.
TEAMS = {101: ("Tea", None), 102: ("Old", 0), 103: ("Empty", None)}
MEMBERS = {
    201: (101, "ann@example.org", "Ann", None),
    202: (101, "bob@example.org", "Bob", 31),
    203: (101, "cem@example.org", "O'Cem 茶", None),
    204: (102, "old@example.org", "Old", 0),
    205: (103, "dan@example.org", "Dan", 60),
}
NOTES = {
    301: (201, 203, "of Ann, seen by Cem", None),
    302: (201, None, "of Ann, deleted before", 32),
    303: (202, 201, "of Bob, deleted with him", 31),
    304: (203, None, "of Cem", None),
    305: (204, None, "of Old", 0),
}

# ---- task 1: the schema --------------------------------------------------------------------


@pytest.mark.task(1)
def test_an_email_is_unique_among_the_living(
    answer: Any, database: Database, engine: Engine
) -> None:
    """The database allows an e-mail once among the living."""
    _world(answer, database, engine)
    for number, name in enumerate(datasets.HOSTILE_NAMES):
        _insert(database, "members", 401 + number, (101, name, "x", 40))
    try:
        _insert(database, "members", 501, (101, "bob@example.org", "Bob", 50))
        _insert(database, "members", 502, (101, "bob@example.org", "Bob", None))
    except Exception as error:
        raise AssertionError(
            f"a deleted member has an e-mail, and another one cannot have it "
            f"({first_line(error)}): deleted rows do not count"
        ) from error
    for email, name in (("bob@example.org", "another Bob"), ("ann@example.org", "another Ann")):
        try:
            _insert(database, "members", 503, (101, email, name, None))
        except Exception as error:
            if "unique" not in str(error).lower():
                raise
        else:
            raise AssertionError(
                f"two living members have the e-mail {email}: the database must refuse the second "
                "(and to a unique index one NULL is never equal to another)"
            )
    _insert(database, "members", 504, (101, "Ann@example.org.uk", "somebody else", None))


@pytest.mark.task(1)
def test_the_views_show_the_living(answer: Any, database: Database, engine: Engine) -> None:
    """The active_* views show the living rows with all columns."""
    _world(answer, database, engine)
    for table, living in zip(TABLES, ({101, 103}, {201, 203}, {301, 304}), strict=True):
        try:
            rows = _dicts(database, f"SELECT * FROM active_{table}")
        except Exception as error:
            raise AssertionError(
                f"the view active_{table} cannot be read ({first_line(error)})"
            ) from error
        assert {row["id"] for row in rows} == living, (
            f"active_{table} shows the ids {sorted(row['id'] for row in rows)} and should show "
            f"{sorted(living)}: it shows what lives, for all who do not use the ORM"
        )
        columns = set(_dicts(database, f"SELECT * FROM {table}")[0])
        assert columns == set(rows[0]), (
            f"active_{table} lacks {sorted(columns - set(rows[0]))}: it has all columns"
        )
    with _observer(database) as observer:
        observer.cursor().execute("UPDATE members SET deleted_at = NULL WHERE id = 202")
    seen = database.rows("SELECT count(*) FROM active_members")[0][0]
    assert seen == 3, "a row came back to life, and active_members does not show it: it is no copy"


@pytest.mark.task(1)
def test_old_deleted_rows_are_found_by_an_index(
    answer: Any, database: Database, engine: Engine
) -> None:
    """The rows deleted before some day are found by an index."""
    _world(answer, database, engine)
    with _observer(database) as observer:
        cursor = observer.cursor()
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
        for table, columns, values in (
            ("teams", "id, name", "1000 + i, 'x'"),
            ("members", "id, team_id, email, name", "1000 + i, 101, 'x' || i, 'x'"),
            ("notes", "id, author_id, body", "1000 + i, 201, 'x'"),
        ):
            cursor.execute(f"INSERT INTO {table} ({columns}) {numbers} SELECT {values} FROM n")
        cursor.execute("ANALYZE")
        for table in TABLES:
            statement = f"SELECT id FROM {table} WHERE deleted_at < '2020-06-01'"
            plan = explain(observer, statement, ())
            assert table not in plan.full_scans, (
                f"{statement} reads the whole table, 3,000 living rows for a few deleted ones: "
                "what purge looks for must be found by an index"
            )


@pytest.mark.task(1)
def test_an_upsert_meets_the_living_only(answer: Any, database: Database, engine: Engine) -> None:
    """An upsert changes the living member, and never a deleted one."""
    sessions = _world(answer, database, engine)
    with sessions() as session:
        try:
            same = answer.upsert_member(session, 103, "ann@example.org", "Ann A.")
        except DBAPIError as error:
            if "ON CONFLICT" not in str(error):
                raise
            raise AssertionError(
                f"the upsert raised {first_line(error)}: a partial unique index is found only "
                "where the statement repeats its WHERE"
            ) from error
        for email in ("o'hara@example.org", "100%@example.org"):
            try:
                answer.upsert_member(session, 101, email, "Robert'); -- 茶")
            except DBAPIError as error:
                raise AssertionError(
                    f"the upsert of {email!r} raised {first_line(error)}: values go to the "
                    "database as parameters, not as a part of the text"
                ) from error
        back = answer.upsert_member(session, 101, "bob@example.org", "Bob B.")
        again = answer.upsert_member(session, 101, "bob@example.org", "Bob C.")
        session.commit()
        answer.upsert_member(session, 101, "eve@example.org", "Eve")
        session.rollback()
    assert same == 201, f"upsert_member returned {same!r} for the member 201: it is the id"
    expected = {**MEMBERS, 201: (103, "ann@example.org", "Ann A.", None)}
    rows = _rows(database, "SELECT email, name, team_id, deleted_at IS NULL FROM members")
    assert_same_rows(
        [(*values, bool(lives)) for *values, lives in rows],
        [
            *((email, name, team, day is None) for team, email, name, day in expected.values()),
            ("bob@example.org", "Bob C.", 101, True),
            ("o'hara@example.org", "Robert'); -- 茶", 101, True),
            ("100%@example.org", "Robert'); -- 茶", 101, True),
        ],
        "the living member is changed, the deleted one is left alone, nothing else is written",
    )
    assert back == again != 202, (
        f"two upserts of one e-mail returned {back} and {again}: both name the living member"
    )


@pytest.mark.on("postgres")
@pytest.mark.task(1)
def test_two_may_add_one_member(
    answer: Any, database: Database, engine: Engine, schedule: Schedule
) -> None:
    """Two transactions may bring the same new member at once."""
    sessions = _world(answer, database, engine)
    for email, end in (("eve@example.org", "commit"), ("o'hara@example.org", "rollback")):
        with schedule(database, "A", "B", connect=sessions) as (a, b):
            a.run(lambda s, email=email: answer.upsert_member(s, 101, email, "first"))
            step = b.start(lambda s, email=email: answer.upsert_member(s, 103, email, "second"))
            until(lambda b=b, step=step: step.done or b.is_waiting)
            a.run(Session.commit if end == "commit" else Session.rollback)
            try:
                second = step.result()
                b.run(Session.commit)
            except IntegrityError as error:
                raise AssertionError(
                    f"A had added a member, B brought the same e-mail, then A's {end}: B got "
                    f"{first_line(error)}. What a SELECT saw may be outdated when the write comes, "
                    "so one atomic statement must decide"
                ) from error
        rows = _rows(database, "SELECT id, team_id, name, email FROM members")
        assert_same_rows(
            [tuple(row) for *row, stored in rows if stored == email],
            [(second, 103, "second")],
            f"one living member, with the values of B, which came after A's {end}, and with the id "
            "that B's upsert returned",
        )


# ---- task 2: SoftSession -------------------------------------------------------------------


@pytest.mark.task(2)
def test_queries_do_not_find_deleted_rows(answer: Any, database: Database, engine: Engine) -> None:
    """No form of SELECT finds a deleted row."""
    sessions = _world(answer, database, engine)
    team, member = answer.Team, answer.Member
    other = aliased(member)
    count = func.count(member.id)
    members = select(count).where(member.team_id == team.id).scalar_subquery()
    forms: dict[str, tuple[Any, list[Any]]] = {
        "select(Member.id)": (select(member.id), [201, 203]),
        "select(Member)": (select(member).with_only_columns(member.name), ["Ann", "O'Cem 茶"]),
        "select(func.count()).select_from(Member)": (select(func.count()).select_from(member), [2]),
        "select(func.max(Member.id))": (select(func.max(member.id)), [203]),
        "select(aliased(Member).id)": (select(other.id), [201, 203]),
        "union_all of two selects": (
            union_all(select(member.id), select(other.id)),
            [201, 201, 203, 203],
        ),
        "select(exists().where(Member.id == 202))": (
            select(exists().where(member.id == 202)),
            [False],
        ),
        "a subquery in FROM": (select(select(member.id).subquery().c.id), [201, 203]),
        "a CTE": (select(select(member.id).cte().c.id), [201, 203]),
        "a scalar subquery": (select(members).select_from(team), [0, 2]),
        "a subquery in IN": (select(team.id).where(team.id.in_(select(member.team_id))), [101]),
        "Team.members.any()": (select(team.id).where(team.members.any()), [101]),
        "~Team.members.any()": (select(team.id).where(~team.members.any()), [103]),
        "Member.team.has()": (select(member.id).where(member.team.has()), [201, 203]),
        "a join": (select(member.id).join(team.members), [201, 203]),
        "an outer join with a group": (
            select(func.count(member.id))
            .select_from(team)
            .outerjoin(team.members)
            .group_by(team.id),
            [0, 2],
        ),
    }
    with sessions() as session:
        for form, (statement, expected) in forms.items():
            found = sorted(session.scalars(statement).all())
            assert found == expected, (
                f"{form} gave {found} and should give {expected}: no form of a query may see what "
                "is deleted"
            )
        legacy = session.query(member).count()
        assert legacy == 2, f"session.query(Member).count() gave {legacy}, there are 2 living"
        assert session.get(member, 202) is None, "get found a deleted member"
        assert session.get(member, 201) is not None, "get does not find a living member"


@pytest.mark.task(2)
def test_relationships_do_not_show_deleted_rows(
    answer: Any, database: Database, engine: Engine
) -> None:
    """No relationship shows a deleted row, however it is loaded."""
    sessions = _world(answer, database, engine)
    team = answer.Team
    ways = {
        "lazily": select(team),
        "with selectinload": select(team).options(selectinload(team.members)),
        "with joinedload": select(team).options(joinedload(team.members)),
    }
    for way, statement in ways.items():
        with sessions() as session:
            teams = session.scalars(statement.order_by(team.id)).unique().all()
            found = {one.id: [member.id for member in one.members] for one in teams}
            assert found == {101: [201, 203], 103: []}, (
                f"team.members, loaded {way}, shows {found} and should show "
                "{101: [201, 203], 103: []}: what is deleted is hidden there too"
            )
    with sessions() as session:
        mine = answer.Team(name="new")
        session.add(mine)
        session.flush()
        key = mine.id
        session.commit()
        for number, day in ((701, None), (702, 40)):
            _insert(database, "members", number, (key, f"{number}@x.org", "x", day))
        found = [member.id for member in mine.members]
        assert found == [701], (
            f"a team was made in this session, and its members, one living (701) and one deleted "
            f"(702), show as {found}: an object that was added was not loaded by a SELECT, and yet "
            "its relationships must hide what is deleted"
        )


@pytest.mark.task(2)
def test_get_does_not_return_a_deleted_object(
    answer: Any, database: Database, engine: Engine
) -> None:
    """A deleted object that the session holds is not given by get."""
    sessions = _world(answer, database, engine)
    member = answer.Member
    with sessions() as session:
        bob = session.get(member, 202, execution_options=INCLUDE)
        assert bob is not None, "get with include_deleted=True does not find a deleted member"
        assert bob.name == "Bob"
        for story in ("it was loaded with include_deleted=True", "it was expired by a commit"):
            found = session.get(member, 202)
            assert found is None, (
                f"the session holds a deleted member ({story}), and get returned it: get asks the "
                "session's identity map before it sends any query"
            )
            with pytest.raises(NoResultFound):
                session.get_one(member, 202)
            again = session.get_one(member, 202, execution_options=INCLUDE)
            assert again is bob, "get with include_deleted=True must return the object that is held"
            session.commit()
        ann = session.get(member, 201)
        assert ann is not None, "get does not find a living member"
        assert session.get(member, 201) is ann, "get does not find a living member a second time"


@pytest.mark.task(2)
def test_include_deleted_shows_all(answer: Any, database: Database, engine: Engine) -> None:
    """With include_deleted=True all rows are seen, in relationships too."""
    sessions = _world(answer, database, engine)
    team, member = answer.Team, answer.Member
    everybody = {101: [201, 202, 203], 102: [204], 103: [205]}
    ways = {
        "lazily": select(team),
        "with selectinload": select(team).options(selectinload(team.members)),
        "with joinedload": select(team).options(joinedload(team.members)),
    }
    for way, statement in ways.items():
        with sessions() as session:
            rows = session.scalars(statement.order_by(team.id), execution_options=INCLUDE)
            found = {one.id: [member.id for member in one.members] for one in rows.unique()}
            assert found == everybody, (
                f"teams were selected with include_deleted=True; their members, loaded {way}, "
                f"are {found} and should be {everybody}: who asks for the deleted wants to see "
                "what belongs to them"
            )
    with sessions() as session:
        old = session.get_one(member, 204, execution_options=INCLUDE)
        assert old.team is not None, (
            "a deleted member was loaded with include_deleted=True, and its team is None: "
            "a hidden parent must not look like no parent"
        )
        assert [note.id for note in old.notes] == [305], "its notes are not shown either"
        assert session.scalars(select(member.id)).all() == [201, 203], (
            "a query without the option found deleted rows after one with it: it is the option "
            "of one statement"
        )


@pytest.mark.task(2)
def test_statements_do_not_touch_deleted_rows(
    answer: Any, database: Database, engine: Engine
) -> None:
    """UPDATE skips deleted rows, DELETE is refused."""
    sessions = _world(answer, database, engine)
    member = answer.Member
    with sessions() as session:
        session.execute(update(member).where(member.id > 201).values(name="by update"))
        session.commit()
    names = dict(_rows(database, "SELECT id, name FROM members"))
    assert names[203] == "by update", "an UPDATE statement did not change the living row"
    touched = [key for key, name in names.items() if name == "by update" and key != 203]
    assert not touched, (
        f"update(Member) changed the deleted members {touched}: what no query can see, no "
        "statement should change"
    )
    with sessions() as session:
        session.execute(
            update(member).where(member.id == 202).values(name="on purpose"),
            execution_options=INCLUDE,
        )
        session.commit()
    assert dict(_rows(database, "SELECT id, name FROM members"))[202] == "on purpose", (
        "update(Member) with include_deleted=True did not change a deleted row"
    )
    with sessions() as session:
        for condition in (answer.Note.id == 304, answer.Note.id == 305):
            with must_raise(answer.HardDelete, "a DELETE statement was sent"):
                session.execute(delete_from(answer.Note).where(condition))
            session.commit()
        assert _ids(database, "notes") == sorted(NOTES), "a refused DELETE has removed rows"
        session.execute(
            delete_from(answer.Note).where(answer.Note.id == 305), execution_options=INCLUDE
        )
        session.commit()
    assert 305 not in _ids(database, "notes"), (
        "a DELETE with include_deleted=True has not removed its row: it is the way to do it"
    )


# ---- task 3: soft_delete and restore -------------------------------------------------------


@pytest.mark.task(3)
def test_what_belongs_goes_along(answer: Any, database: Database, engine: Engine) -> None:
    """A deletion takes along what belongs to it, with the same time."""
    sessions = _world(answer, database, engine)
    at = datetime(2026, 3, 1, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    before = _deleted(database)
    with sessions() as session:
        tea = session.get_one(answer.Team, 101)
        assert len(tea.members) == 2
        tea.name = "Green Tea"
        answer.soft_delete(session, tea, at=at)
        loaded = [member.id for member in tea.members]
        session.commit()
    wanted = before | dict.fromkeys((101, 201, 203, 301, 304), at.astimezone(UTC))
    _assert_deleted(
        database,
        wanted,
        "a team was deleted: its living members and their living notes get the very same "
        "deleted_at, and what was deleted before keeps its own",
    )
    assert not loaded, (
        f"the members of the team are deleted, and the loaded collection still shows {loaded}: "
        "what is loaded already must be loaded anew"
    )
    assert ("Green Tea",) in _rows(database, "SELECT name FROM teams"), (
        "a change that the session had not flushed before soft_delete was lost"
    )
    with sessions() as session:
        again = session.get_one(answer.Team, 101, execution_options=INCLUDE)
        answer.soft_delete(session, again, at=at + timedelta(days=1))
        session.commit()
    _assert_deleted(database, wanted, "what is deleted already keeps its deleted_at")
    with sessions() as session:
        answer.soft_delete(session, session.get_one(answer.Team, 103))
        session.rollback()
    _assert_deleted(
        database, wanted, "the caller rolled back: commit and rollback are the caller's"
    )
    start = datetime.now(UTC)
    with sessions() as session:
        answer.soft_delete(session, session.get_one(answer.Team, 103))
        session.commit()
    stamp = _deleted(database)[103]
    assert stamp is not None, "a team without living members was not deleted"
    assert abs(stamp - start) < timedelta(minutes=1), (
        f"without at= deleted_at became {stamp}, at {start}: it is the present, in UTC"
    )


@pytest.mark.task(3)
def test_session_delete_is_soft(answer: Any, database: Database, engine: Engine) -> None:
    """session.delete deletes softly, with all that belongs."""
    sessions = _world(answer, database, engine)
    with sessions() as session:
        session.delete(session.get_one(answer.Team, 101))
        try:
            session.commit()
        except IntegrityError as error:
            raise AssertionError(
                f"session.delete(team) sent a DELETE, or took the team from its members "
                f"({first_line(error)}): it must delete softly"
            ) from error
    for table, rows in zip(TABLES, (TEAMS, MEMBERS, NOTES), strict=True):
        assert _ids(database, table) == sorted(rows), (
            f"session.delete(team) removed rows of {table} for good: it must delete softly"
        )
    deleted = _deleted(database)
    living = sorted(key for key, at in deleted.items() if at is None)
    assert living == [103], (
        f"session.delete(team) was flushed, and {living} live: the team 101 goes, with all that "
        "belongs to it, and the team 103 stays"
    )
    assert len({deleted[key] for key in (101, 201, 203, 301, 304)}) == 1, (
        "session.delete(team) set different times: all of one deletion have the same"
    )


@pytest.mark.task(3)
def test_what_is_mentioned_is_not_deleted(answer: Any, database: Database, engine: Engine) -> None:
    """A reviewer of a living note cannot be deleted."""
    sessions = _world(answer, database, engine)
    _insert(database, "members", 206, (103, "eve@example.org", "Eve", None))
    _insert(database, "notes", 306, (206, 201, "of Eve, seen by Ann", None))
    before = _deleted(database)
    with sessions() as session:
        for model, key, story in (
            (answer.Member, 203, "a member is the reviewer of a living note of somebody else"),
            (answer.Team, 101, "a team has a member who is the reviewer of a note of another team"),
        ):
            with must_raise(answer.StillReferenced, f"{story}, and was deleted"):
                answer.soft_delete(session, session.get_one(model, key))
            session.commit()
        _assert_deleted(database, before, "a refused deletion changes nothing")
        story = (
            "session.delete of a member who is the reviewer of somebody's living note was flushed"
        )
        with sessions() as other, must_raise(answer.StillReferenced, story):
            other.delete(other.get_one(answer.Member, 203))
            other.flush()
        answer.soft_delete(session, session.get_one(answer.Note, 306))
        answer.soft_delete(session, session.get_one(answer.Team, 101))
        session.commit()
    assert _deleted(database)[201] is not None, (
        "the only note that mentions the team's member from outside is deleted, and the team "
        "is refused still: only living notes that stay count"
    )


@pytest.mark.task(3)
def test_restore_brings_back_exactly_those(answer: Any, database: Database, engine: Engine) -> None:
    """A restore brings back what went along, and nothing else."""
    sessions = _world(answer, database, engine)
    before = _deleted(database)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    with sessions() as session:
        # Another team goes at the very same time, and comes back in a transaction of its own.
        for key in (103, 101):
            answer.soft_delete(session, session.get_one(answer.Team, key), at=at)
        session.commit()
    with sessions() as session:
        tea = session.get_one(answer.Team, 101, execution_options=INCLUDE)
        answer.restore(session, tea)
        living = [member.id for member in tea.members if member.deleted_at is None]
        session.commit()
    _assert_deleted(
        database,
        before | {103: at},
        "the team 101 was deleted and restored: what went along comes back, what had been deleted "
        "before, or with another team, does not",
    )
    assert living == [201, 203], (
        f"the team and its members are restored, and of team.members {living} live: "
        "what is loaded already must be loaded anew"
    )
    with sessions() as session:
        bob = session.get_one(answer.Member, 202, execution_options=INCLUDE)
        answer.restore(session, bob)
        answer.restore(session, session.get_one(answer.Member, 201))
        session.rollback()
    assert _deleted(database)[202] is not None, (
        "the caller rolled back, and the restored member lives: commit and rollback are the "
        "caller's"
    )
    with sessions() as session:
        answer.restore(session, session.get_one(answer.Member, 202, execution_options=INCLUDE))
        session.commit()
    _assert_deleted(
        database, before | {103: at, 202: None, 303: None}, "Bob comes back with his note"
    )


@pytest.mark.task(3)
def test_a_restore_that_does_not_fit_is_refused(
    answer: Any, database: Database, engine: Engine
) -> None:
    """A restore into a clash raises RestoreConflict and changes nothing."""
    sessions = _world(answer, database, engine)
    with sessions() as session:
        answer.soft_delete(session, session.get_one(answer.Team, 101))
        session.commit()
    _insert(database, "members", 206, (103, "cem@example.org", "another Cem", None))
    _insert(database, "members", 207, (103, "dan@example.org", "another Dan", None))
    _insert(database, "notes", 307, (206, 205, "of the other Cem, reviewed by Dan", 70))
    _insert(database, "teams", 104, ("Fun", 80))
    for team, member, note in ((103, 208, 308), (104, 209, 309)):
        _insert(database, "members", member, (team, f"{member}@x.org", "x", 80))
        _insert(database, "notes", note, (member, 205, "reviewed by Dan", 80))
    before = _deleted(database)
    stories = [
        (answer.Member, 205, "its e-mail belongs to a living member by now"),
        (answer.Team, 101, "the e-mail of one of its members belongs to a living one by now"),
        (answer.Member, 204, "its team is deleted"),
        (answer.Note, 301, "its author is deleted"),
        (answer.Note, 307, "its reviewer is deleted"),
        (answer.Member, 208, "the reviewer of one of its notes is deleted by now"),
        (answer.Team, 104, "the reviewer of a note of one of its members is deleted by now"),
    ]
    for model, key, story in stories:
        with sessions() as session:
            session.get_one(answer.Team, 103).name = f"before {key}"
            obj = session.get_one(model, key, execution_options=INCLUDE)
            story = f"a {model.__name__.lower()} was restored though {story}"
            try:
                with must_raise(answer.RestoreConflict, story):
                    answer.restore(session, obj)
                kept = session.get(answer.Team, 103)
            except DBAPIError as error:
                raise AssertionError(
                    f"{story}, and {first_line(error)} came: the caller must get a "
                    "RestoreConflict, and a transaction that can go on"
                ) from error
            assert kept is not None
            assert kept.name == f"before {key}", (
                f"{story}; what the caller had changed before in the same transaction is lost: "
                "commit and rollback are the caller's"
            )
            session.commit()
        _assert_deleted(database, before, f"{story}: nothing may change then")


@pytest.mark.on("postgres")
@pytest.mark.task(3)
def test_a_simultaneous_twin_is_a_conflict(
    answer: Any, database: Database, engine: Engine, schedule: Schedule
) -> None:
    """A restore that meets a twin not yet committed waits, then decides."""
    sessions = _world(answer, database, engine)
    twin = (
        "INSERT INTO members (id, team_id, email, name)"
        " VALUES (206, 101, 'bob@example.org', 'another Bob')"
    )

    def restore_bob(connection: Connection) -> str:
        session = sessions(bind=connection)
        bob = session.get_one(answer.Member, 202, execution_options=INCLUDE)
        try:
            answer.restore(session, bob)
        except (answer.RestoreConflict, IntegrityError) as error:
            session.commit()
            return type(error).__name__
        session.commit()
        return "restored"

    for end, expected in (("ROLLBACK", "restored"), ("COMMIT", "RestoreConflict")):
        with _observer(database) as observer:
            observer.cursor().execute("UPDATE members SET deleted_at = now() WHERE id = 202")
        with schedule(database, "A", "B", connect=engine.connect) as (a, b):
            a.run(twin)
            step = b.start(restore_bob)
            b.waits_for(a)
            a.run(Connection.commit if end == "COMMIT" else Connection.rollback)
            outcome = step.result()
        assert outcome == expected, (
            f"A had added a member with Bob's e-mail, B restored Bob, then A's {end}: B got "
            f"{outcome}, and {expected} is right, for a look before the write may be outdated"
        )


# ---- task 4: purge -------------------------------------------------------------------------


@pytest.mark.task(4)
def test_purge_removes_what_is_old(answer: Any, database: Database, engine: Engine) -> None:
    """A purge removes what was deleted long ago, and nothing else."""
    sessions = _world(answer, database, engine)
    with sessions() as session:
        answer.soft_delete(session, session.get_one(answer.Note, 304))
        session.commit()
    since = datetime.now(UTC) - LONG_AGO
    for days, removed, gone in (
        (-1, 0, set()),
        (10, 3, {102, 204, 305}),
        (10, 0, {102, 204, 305}),
        (50, 3, {102, 204, 305, 202, 302, 303}),
    ):
        try:
            count = answer.purge(sessions, older_than=since - timedelta(days=days))
        except IntegrityError as error:
            raise AssertionError(
                f"the purge raised {first_line(error)}: what refers to a row goes before the row"
            ) from error
        left = {key for table in TABLES for key in _ids(database, table)}
        everything = {*TEAMS, *MEMBERS, *NOTES}
        assert left == everything - gone, (
            f"a purge of what was deleted before day {days} left {sorted(left)} and should have "
            f"removed {sorted(gone)}: old and deleted, and nothing else"
        )
        assert count == removed, f"it returned {count}, and {removed} rows were removed"


@pytest.mark.task(4)
def test_purge_goes_in_batches(answer: Any, database: Database, engine: Engine) -> None:
    """No transaction of a purge removes more rows than a batch."""
    sessions = _world(answer, database, engine)
    for number in range(12):
        _insert(database, "notes", 401 + number, (201, None, "old", 0))
        _insert(database, "members", 501 + number, (101, f"{number}@x.org", "old", 0))

    def count() -> int:
        return sum(len(_ids(database, table)) for table in TABLES)

    before = count()
    seen = [before]
    # Just before a commit everybody else sees what the commits before it have left.
    event.listen(engine, "commit", lambda _: seen.append(count()))
    removed = answer.purge(sessions, older_than=timedelta(days=30), batch=5)
    seen.append(count())
    assert (removed, before - seen[-1]) == (31, 31), (
        f"the purge returned {removed} and removed {before - seen[-1]} rows: 31 were old"
    )
    largest = max(earlier - later for earlier, later in itertools.pairwise(seen))
    assert largest <= 5, (
        f"one transaction removed {largest} rows with batch=5: a long one keeps its locks, and "
        "its rows, for as long as it takes"
    )


# ---- helpers -------------------------------------------------------------------------------


def _world(answer: Any, database: Database, engine: Engine) -> sessionmaker[Session]:
    answer.create_schema(engine)
    with _observer(database) as observer:
        for table, rows in zip(TABLES, (TEAMS, MEMBERS, NOTES), strict=True):
            for key, values in rows.items():
                _add(observer, database, table, key, values)
    return sessionmaker(engine, class_=answer.SoftSession)


@contextmanager
def _observer(database: Database) -> Iterator[Any]:
    """An observer who sees the deleted rows too, where row-level security hides them."""
    with database.observer() as observer:
        if database.kind == "postgres":
            observer.cursor().execute("SET app.include_deleted = 'on'")
        yield observer


def _rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with _observer(database) as observer:
        return _read(observer, query)


def _read(observer: Any, query: str) -> list[tuple[Any, ...]]:
    cursor = observer.cursor()
    cursor.execute(query)
    return [tuple(row) for row in cursor.fetchall()]


COLUMNS = {
    "teams": "id, name, deleted_at",
    "members": "id, team_id, email, name, deleted_at",
    "notes": "id, author_id, reviewer_id, body, deleted_at",
}


def _insert(database: Database, table: str, key: int, values: tuple[Any, ...]) -> None:
    """Insert a row; its last value is the day on which it was deleted, or None."""
    with _observer(database) as observer:
        _add(observer, database, table, key, values)


def _add(observer: Any, database: Database, table: str, key: int, values: tuple[Any, ...]) -> None:
    *rest, day = values
    at = None
    if day is not None:
        moment = LONG_AGO + timedelta(days=day)
        # As SQLAlchemy writes it to a SQLite database.
        at = moment if database.kind == "postgres" else f"{moment:%Y-%m-%d %H:%M:%S.%f}"
    mark = "%s" if database.kind == "postgres" else "?"
    marks = ", ".join([mark] * (len(rest) + 2))
    observer.cursor().execute(
        f"INSERT INTO {table} ({COLUMNS[table]}) VALUES ({marks})", (key, *rest, at)
    )


def _ids(database: Database, table: str) -> list[int]:
    return [key for (key,) in _rows(database, f"SELECT id FROM {table} ORDER BY id")]


def _dicts(database: Database, query: str) -> list[dict[str, Any]]:
    with database.observer() as observer:
        cursor = observer.cursor()
        cursor.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _deleted(database: Database) -> dict[int, datetime | None]:
    """When each row was deleted; the ids differ over all tables."""
    found: dict[int, datetime | None] = {}
    with _observer(database) as observer:
        for table in TABLES:
            for key, at in _read(observer, f"SELECT id, deleted_at FROM {table}"):
                if isinstance(at, str):
                    at = datetime.fromisoformat(at).replace(tzinfo=UTC)
                found[key] = at
    return found


def _assert_deleted(database: Database, expected: dict[int, datetime | None], message: str) -> None:
    def rows(deleted: dict[int, datetime | None]) -> list[tuple[int, str]]:
        return [
            (key, f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" if at else "lives")
            for key, at in deleted.items()
        ]

    assert_same_rows(rows(_deleted(database)), rows(expected), message)
