"""Checks of `level_up/02_model_boundary_enforcement`."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from psycopg2.errors import LockNotAvailable
from sqlalchemy import Engine, event, insert, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from runner.api import Database, SqlLog, assert_same_rows, first_line, must_raise

FIELDS = ("username", "display_name", "age", "guardian", "bio")
GOOD: dict[str, Any] = {
    "username": "ann_1",
    "display_name": "Ann",
    "age": 30,
    "guardian": None,
    "bio": None,
}
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Bad:
    """A value that no layer may let through."""

    what: str
    changes: dict[str, Any]
    field: str = ""
    """The field that is wrong, where more than one is changed."""

    @property
    def wrong(self) -> str:
        """The field that is wrong."""
        return self.field or next(iter(self.changes))


VALUES = [
    Bad("a username of 2 characters", {"username": "ab"}),
    Bad("a username of 21 characters", {"username": "a" * 21}),
    Bad("the username 'Ann'", {"username": "Ann"}),
    Bad("the username 'änn'", {"username": "änn"}),
    Bad("a username that ends in a newline", {"username": "ann\n"}),
    Bad("an empty display name", {"display_name": ""}),
    Bad("a display name of spaces", {"display_name": "   "}),
    Bad("a display name of a tab", {"display_name": "\t"}),
    Bad("a display name of 41 characters", {"display_name": "茶" * 41}),
    Bad("the age 12", {"age": 12}),
    Bad("the age 121", {"age": 121}),
    Bad("the age 'old'", {"age": "old"}),
    Bad("a bio of 201 characters", {"bio": "x" * 201}),
    Bad("an empty bio", {"bio": ""}),
    Bad("a bio of line breaks", {"bio": "\r\n"}),
    Bad("an empty guardian", {"guardian": ""}),
    Bad("a guardian of 41 characters", {"guardian": "x" * 41}),
    Bad("a guardian of spaces", {"guardian": "  "}),
    Bad("a guardian of a space and a tab", {"guardian": " \t"}),
]
"""What the model, the schema and the table refuse."""
NULLS = [
    Bad("no username", {"username": None}),
    Bad("no display name", {"display_name": None}),
    Bad("no age", {"age": None}),
]
"""What the model, the schema and the table refuse too."""
BYTES = [
    Bad("the username b'ann'", {"username": b"ann"}),
    Bad("the display name b'Ann'", {"display_name": b"Ann"}),
    Bad("the guardian b'Bob'", {"guardian": b"Bob"}),
    Bad("the bio b'hi'", {"bio": b"hi"}),
]
"""What the model and the schema refuse, and the table on SQLite."""
UNGUARDED = Bad("a user of 15 without a guardian", {"age": 15, "guardian": None}, "guardian")
"""What the schema and the table refuse: an object is made one attribute after the other."""
TYPES = [
    Bad("the age '30'", {"age": "30"}),
    Bad("the age True", {"age": True}),
    Bad("the age 30.0", {"age": 30.0}),
    Bad("the age NaN", {"age": float("nan")}),
    Bad("the username 12345", {"username": 12345}),
    Bad("the display name 5", {"display_name": 5}),
    Bad("the guardian 5", {"guardian": 5}),
    Bad("the bio 5", {"bio": 5}),
    Bad("a display name with a zero-width space", {"display_name": "An\u200bn"}),
    Bad("a display name that turns the reading direction", {"display_name": "An\u202en"}),
    Bad("a display name with a line break", {"display_name": "An\nn"}),
]
"""What the model and the schema refuse: no table could tell, or not on both databases."""

PASSWORDS = [
    Bad("no password", {"password": None}),
    Bad("a password of 11 characters", {"password": "x" * 11}),
    Bad("a password of bytes", {"password": PASSWORD.encode()}),
]
"""What the schema alone refuses: nobody else sees it."""

AT_ONCE = "the model must raise ValueError at the assignment, not let the flush find out"
BY_THE_TABLE = "a statement meets no Python object, so the table itself must refuse it"
BY_TYPE = "SQLite stores any type in any column, unless the table says otherwise"

# ---- task 1: the table ---------------------------------------------------------------------


@pytest.mark.task(1)
def test_no_statement_stores_what_is_invalid(
    answer: Any, database: Database, engine: Engine
) -> None:
    """No statement gets an invalid value into a row."""
    _create_table(answer, engine)
    _assert_statements_work(answer, database, engine)
    for bad in VALUES:
        _assert_statements_refused(answer, database, engine, bad)
    for bad in BYTES if database.kind == "sqlite" else []:  # PostgreSQL makes a text of them
        _assert_statements_refused(answer, database, engine, bad, BY_TYPE)
    _assert_no_age_is_broken(database)


@pytest.mark.task(1)
def test_null_is_no_way_around(answer: Any, database: Database, engine: Engine) -> None:
    """A NULL does not slip through a constraint."""
    _create_table(answer, engine)
    for bad in (*NULLS, UNGUARDED):
        rule = "a constraint refuses what is false, and a comparison with NULL is not false"
        _assert_statements_refused(answer, database, engine, bad, rule)
    for what, changes in (
        ("a user of 15 with a guardian", {"username": "kid", "age": 15, "guardian": "Ann"}),
        ("a user of 16 without a guardian", {"username": "sixteen", "age": 16}),
    ):
        try:
            _insert_raw(database, {**GOOD, **changes})
        except Exception as error:
            raise AssertionError(
                f"{what} was refused by the table ({first_line(error)}): who is younger than "
                f"{answer.GUARDIAN_BELOW} needs a guardian, and nobody else"
            ) from error
    count = len(database.rows("SELECT id FROM users"))
    assert count == 2, f"{count} rows are stored, and 2 good ones were inserted"


@pytest.mark.task(1)
def test_the_table_has_the_limits(answer: Any, database: Database, engine: Engine) -> None:
    """The table has the very limits: no more and no less is allowed."""
    _create_table(answer, engine)
    for number, (name, limit) in enumerate(answer.LIMITS.items()):
        for value in (limit.low, limit.high):
            row = {**GOOD, "username": f"user_{number}_{value}", "guardian": "Bob"}
            row[name] = value if name == "age" else ("a" if name == "username" else "ß") * value
            try:
                _insert_raw(database, row)
            except Exception as error:
                length = "the age" if name == "age" else f"a {name} of the length"
                raise AssertionError(
                    f"{length} {value} was refused by the table ({first_line(error)}): from "
                    f"{limit.low} to {limit.high} all is allowed, and characters are what counts"
                ) from error
        for value in (limit.low - 1, limit.high + 1):
            row[name] = value if name == "age" else "a" * value
            row["username"] = row["username"] if name == "username" else f"out_{number}_{value}"
            what = f"{name} of {value}, allowed is {limit.low} to {limit.high}"
            with _refused("raw SQL", what, BY_THE_TABLE):
                _insert_raw(database, row)


# ---- task 2: the model ---------------------------------------------------------------------


@pytest.mark.task(2)
def test_the_model_refuses_at_once(answer: Any, database: Database, engine: Engine) -> None:
    """The constructor and an assignment refuse at once."""
    _create_table(answer, engine)
    full = {**GOOD, "guardian": "Bob", "bio": "hi"}
    user = _make(answer, full)
    for name in FIELDS:
        got = getattr(user, name)
        assert got == full[name], (
            f"a User was made with {name}={full[name]!r}, and its {name} is {got!r}: what a "
            "validator returns is stored, so it must return the value"
        )
    for bad in (*VALUES, *NULLS):
        user = _make(answer, GOOD)
        _assert_model_refuses(answer, user, bad)
        kept = getattr(user, bad.wrong)
        assert kept == GOOD[bad.wrong], (
            f"user.{bad.wrong} was {GOOD[bad.wrong]!r}, {bad.what} was refused, and now it is "
            f"{kept!r}: what is refused changes nothing"
        )
    with Session(engine) as session:
        user = _make(answer, {**GOOD, "age": 15, "guardian": "Zoë"})
        user.bio = "x" * 200
        session.add(user)
        session.commit()
    assert_same_rows(
        database.rows("SELECT username, age, guardian, bio FROM users"),
        [("ann_1", 15, "Zoë", "x" * 200)],
        "an object with good values is stored as it is",
    )


@pytest.mark.task(2)
def test_the_model_converts_no_type(answer: Any, database: Database, engine: Engine) -> None:
    """The model converts no type, and one spelling comes out."""
    _create_table(answer, engine)
    for bad in (*TYPES, *BYTES):
        _assert_model_refuses(answer, _make(answer, GOOD), bad)
    for given, wanted in SPELLINGS:
        try:
            user = _make(answer, {**GOOD, "display_name": given})
            assert user.display_name == wanted, _spelling(given, f"became {user.display_name!a}")
            user.display_name = "Bob"
            user.display_name = given
            assert user.display_name == wanted, _spelling(given, f"became {user.display_name!a}")
        except ValueError as error:
            raise AssertionError(_spelling(given, "was refused")) from error


# ---- task 3: the schema and the functions --------------------------------------------------


@pytest.mark.task(3)
def test_a_sign_up_is_stored(answer: Any, database: Database, engine: Engine) -> None:
    """A good sign-up is stored, and shown without its secrets."""
    _create_table(answer, engine)
    with Session(engine) as session:
        shown = _sign_up(answer, session, display_name=" Zoe\u0308 茶 ", bio='She said "hi" 🍵')
        session.commit()
        _sign_up(answer, session, username="kid", age=15, guardian="O'Brien")
        session.rollback()
    rows = database.rows("SELECT id, username, display_name, age, guardian, bio FROM users")
    assert_same_rows(
        [row[1:] for row in rows],
        [("ann_1", "Zoë 茶", 30, None, 'She said "hi" 🍵')],
        "the sign-up that was committed is stored, the one that was rolled back is not",
    )
    _assert_is_out(answer, shown, "create_user")
    assert not isinstance(shown, answer.User), "UserOut is the table's own class"
    names = ("id", "username", "display_name", "age", "guardian", "bio")
    assert shown.model_dump() == dict(zip(names, rows[0], strict=True)), (
        f"create_user returned {shown.model_dump()}: all of {', '.join(names)}, as they are "
        "stored, and nothing else"
    )
    (stored,) = database.rows("SELECT password_hash FROM users")[0]
    assert stored, "no password hash was stored"
    assert PASSWORD not in stored, "the password itself was stored: only its hash may be"


@pytest.mark.task(3)
def test_all_errors_come_at_once(
    answer: Any, database: Database, engine: Engine, sql: SqlLog
) -> None:
    """A refusal lists every wrong field, and sends no SQL."""
    _create_table(answer, engine)
    payload = {
        "username": "A",
        "display_name": "\u200b",
        "age": 5,
        "bio": "",
        "password": "short",
        "is_admin": True,
    }
    for given, wanted in (
        (payload, {"username", "display_name", "age", "bio", "password", "is_admin"}),
        ({}, {"username", "display_name", "age", "password"}),
        ({**GOOD, "password": PASSWORD, "id": 7, "password_hash": "x"}, {"id", "password_hash"}),
        ({**GOOD, "password": PASSWORD, "username": "X", "age": 15}, {"username", "guardian"}),
    ):
        with Session(engine) as session, sql.record() as log:
            errors = _errors(answer, session, given)
        assert set(errors) == wanted, (
            f"a payload with {len(wanted)} wrong fields was refused for {sorted(errors)}, wrong "
            f"are {sorted(wanted)}: whoever has to correct it wants to know all at once"
        )
        assert log.count == 0, (
            f"{log.count} statements were sent for a payload that is refused: what is "
            "wrong by itself must not reach the database"
        )
    with Session(engine) as session:
        _sign_up(answer, session)
        session.commit()
    assert len(database.rows("SELECT id FROM users")) == 1, "a good payload was not stored"


@pytest.mark.task(3)
def test_the_schema_refuses_what_is_invalid(
    answer: Any, database: Database, engine: Engine
) -> None:
    """The schema refuses all that the model refuses, and names the field."""
    _create_table(answer, engine)
    with Session(engine) as session:
        for bad in (*VALUES, *NULLS, UNGUARDED, *TYPES, *BYTES, *PASSWORDS):
            errors = _errors(answer, session, {**GOOD, "password": PASSWORD, **bad.changes})
            assert errors, f"create_user stored {bad.what}: the schema must refuse it"
            assert set(errors) == {bad.wrong}, (
                f"{bad.what} was refused for {sorted(errors)}: the field {bad.wrong} is wrong"
            )
        _sign_up(answer, session, username="kid", age=15, guardian="Ann", password="x" * 12)
        _sign_up(answer, session, username="a" * 20, display_name="e\u0301" * 40, age=120)
        session.commit()
    assert len(database.rows("SELECT id FROM users")) == 2, "two good payloads were not stored"


@pytest.mark.task(3)
def test_the_schema_names_the_limits(answer: Any) -> None:
    """The JSON schema of a sign-up names the same limits."""
    properties = answer.SignupRequest.model_json_schema().get("properties", {})
    assert set(properties) == {*FIELDS, "password"}, (
        f"SignupRequest has the fields {sorted(properties)}: it has {', '.join(FIELDS)}, password"
    )
    for name, limit in answer.LIMITS.items():
        low, high = ("minimum", "maximum") if name == "age" else ("minLength", "maxLength")
        schema = properties[name]
        found = {
            key: value
            for part in (schema, *schema.get("anyOf", ()))
            for key, value in part.items()
            if key in (low, high)
        }
        assert found == {low: limit.low, high: limit.high}, (
            f"the JSON schema says {found} for {name}, the limits are {limit.low} and "
            f"{limit.high}: a client reads the limits from there, so they must be the same"
        )


@pytest.mark.task(3)
def test_a_taken_name_is_an_error_of_its_field(
    answer: Any, database: Database, engine: Engine
) -> None:
    """A taken username is an error of its field, and nothing is lost."""
    _create_table(answer, engine)
    with Session(engine) as session:
        first = _sign_up(answer, session)
        other = _sign_up(answer, session, username="bob")
        errors = _errors(answer, session, {**GOOD, "password": PASSWORD})
        assert set(errors) == {"username"}, (
            f"a username that is taken gave the errors {errors}: it is an error of the username"
        )
        session.commit()
        names = database.rows("SELECT username FROM users ORDER BY username")
        assert names == [("ann_1",), ("bob",)], (
            f"two users were signed up, a third one was refused, and after the commit there are "
            f"{names}: what the caller had done before in the transaction stays"
        )
        with must_raise(answer.InvalidUser, "update_user gave bob a username that is taken"):
            answer.update_user(session, other.id, {"username": "ann_1", "bio": "new"})
        try:
            answer.update_user(session, first.id, {"username": "ann_1"})
        except answer.InvalidUser as error:
            raise AssertionError(
                f"ann_1 was to keep the username ann_1, and update_user refused it for "
                f"{error.errors}: a name is taken only if another user has it"
            ) from error
        session.commit()
    assert_same_rows(
        database.rows("SELECT username, bio FROM users"),
        [("ann_1", None), ("bob", None)],
        "a refused change changes nothing",
    )


@pytest.mark.on("postgres")  # on SQLite nobody else can write once a transaction has read
@pytest.mark.task(3)
def test_a_name_may_be_taken_at_the_last_moment(
    answer: Any, database: Database, engine: Engine, sql: SqlLog
) -> None:
    """A name that is taken just before the write is an error of its field too."""
    _create_table(answer, engine)
    with Session(engine) as session:
        _sign_up(answer, session)
        kim = _sign_up(answer, session, username="kim")
        works: tuple[tuple[str, str, Callable[[], Any]], ...] = (
            (
                "create_user",
                "eve",
                lambda: answer.create_user(
                    session, {**GOOD, "password": PASSWORD, "username": "eve"}
                ),
            ),
            (
                "update_user",
                "zoe",
                lambda: answer.update_user(session, kim.id, {"username": "zoe"}),
            ),
        )
        for name, username, work in works:
            story = f"another session took the username {username!r} just before {name} wrote it"
            with _takes_before_a_write(database, sql, username) as kept_out:
                try:
                    work()
                    errors = set[str]()
                except answer.InvalidUser as error:
                    errors = set(error.errors)
                except SQLAlchemyError as error:
                    raise AssertionError(
                        f"{story}, and {name} raised {first_line(error)}: whether a name is taken "
                        "the unique index says, at the write, and no SELECT before it"
                    ) from error
            wanted = set[str]() if kept_out else {"username"}
            assert errors == wanted, (
                f"{story}, and {name} has these errors: {sorted(errors)}. It is an error of the "
                "username"
            )
            try:
                still = set(session.scalars(text("SELECT username FROM users")))
            except SQLAlchemyError as error:
                raise AssertionError(
                    f"{story}; that was refused, and then the caller could not go on "
                    f"({first_line(error)}): a savepoint takes back the write alone"
                ) from error
            assert "ann_1" in still, (
                f"{story}; that was refused, and the user ann_1 is gone, whom the caller had "
                "stored before: a savepoint takes back the write alone"
            )
        _sign_up(answer, session, username="bob")
        session.commit()
    stored = {name for (name,) in database.rows("SELECT username FROM users")}
    missing = {"ann_1", "bob", "eve", "zoe"} - stored
    assert not missing, f"after the commit {', '.join(sorted(missing))} is not stored"


@pytest.mark.task(3)
def test_no_secret_comes_out(answer: Any, database: Database, engine: Engine) -> None:
    """No password and no hash comes out, by whatever way."""
    _create_table(answer, engine)
    public = {"id", "username", "display_name", "age", "guardian", "bio"}
    properties = set(answer.UserOut.model_json_schema().get("properties", {}))
    assert properties == public, (
        f"UserOut shows {sorted(properties)} and should show {sorted(public)}: its fields are a "
        "list of their own, and a new column of the table does not appear in it by itself"
    )
    with Session(engine) as session:
        shown = _sign_up(answer, session)
        changed = answer.update_user(session, shown.id, {"password": f"{PASSWORD} new"})
        session.commit()
        (stored,) = database.rows("SELECT password_hash FROM users")[0]
        for name, one in (("create_user", shown), ("update_user", changed)):
            _assert_is_out(answer, one, name)
            shown_text = f"{one!r} {one.model_dump_json()} {json.dumps(one.model_dump())}"
            assert stored not in shown_text, f"the password hash is in what {name} returned"
        other = _sign_up(answer, session, username="kim")
        session.commit()
        long = f"{PASSWORD} secret"
        create, change = answer.create_user, answer.update_user
        taken = "a username that is taken"
        works: tuple[tuple[str, str, Callable[[], Any]], ...] = (
            (
                "create_user took a password of 7 characters",
                "hunter2",
                lambda: create(session, {**GOOD, "username": "bob", "password": "hunter2"}),
            ),
            (
                "create_user took a username of 1 character",
                long,
                lambda: create(session, {**GOOD, "username": "B", "password": long}),
            ),
            (
                f"create_user took {taken}",
                long,
                lambda: create(session, {**GOOD, "password": long}),
            ),
            (
                f"update_user took {taken}",
                long,
                lambda: change(session, other.id, {"username": "ann_1", "password": long}),
            ),
        )
        for story, password, work in works:
            with _hashes_sent(engine) as hashes:
                error = _refusal(answer, story, work)
            _assert_not_in(error, "password", password)
            for one in hashes:
                _assert_not_in(error, "password hash", one)
            session.commit()


@pytest.mark.task(3)
def test_an_update_checks_the_whole_user(answer: Any, database: Database, engine: Engine) -> None:
    """A change touches what it names, and the whole must be valid."""
    _create_table(answer, engine)
    with Session(engine) as session:
        user_id = _sign_up(answer, session, age=15, guardian="Bob", bio="hi").id
        session.commit()
    (before,) = database.rows("SELECT password_hash FROM users")[0]
    stories: list[tuple[dict[str, Any], set[str]]] = [
        ({"guardian": None}, {"guardian"}),
        ({"guardian": None, "username": "X"}, {"guardian", "username"}),
        ({"age": "17"}, {"age"}),
        ({"age": None, "username": None}, {"age", "username"}),
        ({"password": "short"}, {"password"}),
        ({"password": None}, {"password"}),
        ({"id": 9, "password_hash": "x"}, {"id", "password_hash"}),
        ({"display_name": "A\u200b", "bio": "good"}, {"display_name"}),
    ]
    for payload, wanted in stories:
        with Session(engine) as session:
            try:
                answer.update_user(session, user_id, payload)
            except answer.InvalidUser as error:
                errors = set(error.errors)
            else:
                raise AssertionError(
                    f"update_user took {payload} for a user of 15 with a guardian: the user as it "
                    "would be must keep all rules"
                )
            session.commit()
        assert errors == wanted, (
            f"update_user refused {payload} for {sorted(errors)}; wrong is {sorted(wanted)}: "
            "`errors` has every wrong field, and no other"
        )
    with Session(engine) as session:
        with must_raise(answer.UserNotFound, "update_user was given an id that nobody has"):
            answer.update_user(session, user_id + 1, {})
        answer.update_user(session, user_id, {})
        answer.update_user(session, user_id, {"bio": None, "display_name": " Zoe\u0308"})
        shown = answer.update_user(session, user_id, {"age": 16, "guardian": None})
        session.commit()
    _assert_is_out(answer, shown, "update_user")
    got = (shown.age, shown.guardian, shown.display_name)
    assert got == (16, None, "Zoë"), (
        f"update_user returned (age, guardian, display_name) {got}: the user as it is now is "
        "(16, None, 'Zoë')"
    )
    assert_same_rows(
        database.rows("SELECT username, display_name, age, guardian, bio FROM users"),
        [("ann_1", "Zoë", 16, None, None)],
        "a change touches the fields that it names; None clears bio and guardian",
    )
    (after,) = database.rows("SELECT password_hash FROM users")[0]
    assert after == before, "a change that names no password changed the hash"
    with Session(engine) as session:
        answer.update_user(session, user_id, {"password": f"{PASSWORD} new"})
        session.commit()
    (after,) = database.rows("SELECT password_hash FROM users")[0]
    assert after != before, (
        "update_user was given a new password, and the hash is still that of the old one: a "
        "change touches every field that it names"
    )
    assert PASSWORD not in after, "update_user stored the password itself: only its hash may be"


# ---- task 4: the import --------------------------------------------------------------------


@pytest.mark.task(4)
def test_an_import_stores_the_good_rows(answer: Any, database: Database, engine: Engine) -> None:
    """Good rows are stored, bad ones reported by line and field."""
    _create_table(answer, engine)

    def row(**changes: Any) -> dict[str, Any]:
        return {**GOOD, "password": PASSWORD, **changes}

    rows = [
        row(username="ann_2"),
        row(username="X", age=True),
        row(username="ann_1"),
        row(username="bob", age=12),
        row(username="bob", display_name="first good Bob"),
        row(username="bob", display_name="second good Bob"),
        {"age": 30},
        row(username="eve", age=14),
        row(username="zoe", display_name="Zoe\u0308"),
    ]
    with Session(engine) as session:
        _sign_up(answer, session)
        nothing = answer.bulk_import(session, [])
        _assert_is_report(answer, nothing)
        assert (nothing.stored, nothing.rejected) == (0, []), (
            f"an import of no rows returned {nothing}: nothing is stored, and nothing rejected"
        )
        report = answer.bulk_import(session, (one for one in rows))
        _assert_is_report(answer, report)
        session.commit()
        answer.bulk_import(session, [row(username="late")])
        session.rollback()
    assert_same_rows(
        database.rows("SELECT username, display_name FROM users"),
        [("ann_1", "Ann"), ("ann_2", "Ann"), ("bob", "first good Bob"), ("zoe", "Zoë")],
        "every good row is stored, of those with one username the first good one, and the "
        "caller's transaction is the caller's",
    )
    assert report.stored == 3, f"the report says {report.stored} rows were stored: 3 were"
    found = sorted((one.line, sorted(one.errors)) for one in report.rejected)
    wanted = [
        (2, ["age", "username"]),
        (3, ["username"]),
        (4, ["age"]),
        (6, ["username"]),
        (7, ["display_name", "password", "username"]),
        (8, ["guardian"]),
    ]
    assert found == wanted, (
        f"the report says (line, fields) {found}, and {wanted} is right: whoever corrects the "
        "file needs the line, counted from 1, and all its wrong fields"
    )


# ---- helpers -------------------------------------------------------------------------------

SPELLINGS = [
    ("Zoe\u0308", "Zoë"),
    (" Ann ", "Ann"),
    (" " * 9 + "x" * 40, "x" * 40),
    ("e\u0301" * 40, "é" * 40),
    ("Zoë 茶🍵", "Zoë 茶🍵"),
]


def _spelling(given: str, what_happened: str) -> str:
    shown = f"{given!a}" if len(given) < 20 else f"{given[:10]!a}… of {len(given)} characters"
    return (
        f"the display name {shown} {what_happened}: it is stripped and normalised to NFC, and "
        "measured after that, so that two names that look the same are the same"
    )


def _create_table(answer: Any, engine: Engine) -> None:
    answer.Base.metadata.create_all(engine)


def _insert_raw(database: Database, row: dict[str, Any]) -> None:
    """What somebody does with a database tool."""
    mark = "%s" if database.kind == "postgres" else "?"
    values = {**row, "password_hash": "x"}
    with database.observer() as observer:
        observer.cursor().execute(
            f"INSERT INTO users ({', '.join(values)}) VALUES ({', '.join([mark] * len(values))})",
            tuple(values.values()),
        )


def _statements(
    answer: Any, database: Database, engine: Engine, changes: dict[str, Any]
) -> dict[str, Callable[[], None]]:
    """Three ways into the table that pass no object of the model."""
    user = answer.User
    row = {**GOOD, **changes}

    def bulk() -> None:
        with Session(engine) as session:
            session.execute(insert(user), [{**row, "password_hash": "x"}])
            session.commit()

    def change() -> None:
        with Session(engine) as session:
            session.execute(insert(user), [{**GOOD, "password_hash": "x"}])
            session.execute(update(user).values(**changes))
            session.commit()

    return {
        "raw SQL": lambda: _insert_raw(database, row),
        "session.execute(insert(User), rows)": bulk,
        "session.execute(update(User).values(…))": change,
    }


def _assert_statements_refused(
    answer: Any, database: Database, engine: Engine, bad: Bad, rule: str = BY_THE_TABLE
) -> None:
    for way, work in _statements(answer, database, engine, bad.changes).items():
        with _refused(way, bad.what, rule):
            work()


def _assert_statements_work(answer: Any, database: Database, engine: Engine) -> None:
    for way, work in _statements(answer, database, engine, {"bio": "fine"}).items():
        try:
            work()
        except Exception as error:
            raise AssertionError(
                f"{way} could not store a good row ({first_line(error)}): the constraints refuse "
                "what is invalid, and nothing else"
            ) from error
        with database.observer() as observer:
            observer.cursor().execute("DELETE FROM users")


def _assert_no_age_is_broken(database: Database) -> None:
    """PostgreSQL makes 17.5 an integer; SQLite takes it as it is, unless told otherwise."""
    try:
        _insert_raw(database, {**GOOD, "username": "half", "age": 17.5})
    except Exception:
        return
    (stored,) = database.rows("SELECT age FROM users WHERE username = 'half'")[0]
    assert isinstance(stored, int), f"raw SQL stored the age {stored!r}: {BY_TYPE}"


def _make(answer: Any, values: dict[str, Any]) -> Any:
    return answer.User(**values, password_hash="x")


def _assert_model_refuses(answer: Any, user: Any, bad: Bad) -> None:
    with _refused("the constructor of User", bad.what, AT_ONCE):
        _make(answer, {**GOOD, **bad.changes})
    with _refused(f"an assignment to user.{bad.wrong}", bad.what, AT_ONCE):
        setattr(user, bad.wrong, bad.changes[bad.wrong])


def _assert_is_out(answer: Any, shown: object, name: str) -> None:
    assert isinstance(shown, answer.UserOut), (
        f"{name} returned a {type(shown).__name__}: what goes out is a UserOut, which lists "
        "what may be seen"
    )


def _assert_is_report(answer: Any, report: object) -> None:
    assert isinstance(report, answer.ImportReport), (
        f"bulk_import returned a {type(report).__name__}: it returns an ImportReport"
    )


def _sign_up(answer: Any, session: Session, **changes: Any) -> Any:
    """Store a good payload."""
    try:
        return answer.create_user(session, {**GOOD, "password": PASSWORD, **changes})
    except answer.InvalidUser as error:
        raise AssertionError(
            f"create_user refused a payload in which all is right, {changes}, for {error.errors}: "
            "what keeps the rules is stored"
        ) from error


def _errors(answer: Any, session: Session, payload: dict[str, Any]) -> dict[str, str]:
    """What create_user says is wrong; nothing if it stores the user."""
    try:
        answer.create_user(session, payload)
    except answer.InvalidUser as error:
        return error.errors
    return {}


def _refusal(answer: Any, story: str, work: Callable[[], Any]) -> BaseException:
    """The InvalidUser that a piece of work raises."""
    try:
        work()
    except answer.InvalidUser as error:
        return error
    raise AssertionError(f"{story}, and raised nothing: it must raise InvalidUser")


@contextmanager
def _hashes_sent(engine: Engine) -> Iterator[set[str]]:
    """Collect the hashes that are sent: no other value that the check gives is so long."""
    sent = set[str]()

    def note(_connection: object, _cursor: object, _sql: str, parameters: Any, *_: object) -> None:
        for row in parameters if isinstance(parameters, list) else [parameters]:
            values = row.values() if isinstance(row, dict) else row
            sent.update(one for one in values if isinstance(one, str) and len(one) > 30)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _assert_not_in(error: BaseException | None, name: str, secret: str) -> None:
    """Look for a secret wherever a log would find it."""
    while error is not None:
        texts = [repr(error), repr(getattr(error, "errors", ""))]
        texts += traceback.format_exception_only(error)  # with its notes
        if callable(getattr(error, "errors", None)):
            texts.append(str(error.errors()))  # type: ignore[attr-defined]
        is_shown = any(secret in one for one in texts)
        assert not is_shown, (
            f"the {name} is in the text of the exception {type(error).__name__}, and so in every "
            "log: a refusal says what is wrong, and repeats neither what was sent nor stored"
        )
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


@contextmanager
def _takes_before_a_write(database: Database, sql: SqlLog, username: str) -> Iterator[list[str]]:
    """Let another session take a username when the next write is about to be sent.

    Yields:
        The username if a lock has kept the other session out.
    """
    kept_out: list[str] = []
    is_done = False

    def before(statement: str) -> None:
        nonlocal is_done
        if is_done or not statement.lstrip().upper().startswith(
            ("INSERT", "UPDATE", "WITH", "MERGE")
        ):
            return
        is_done = True
        with database.observer() as observer, observer.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
            try:
                cursor.execute(
                    "INSERT INTO users (username, display_name, age, password_hash)"
                    " VALUES (%s, 'Other', 30, 'x')",
                    (username,),
                )
            except LockNotAvailable:
                kept_out.append(username)

    with sql.tap(before):
        yield kept_out


@contextmanager
def _refused(who: str, what: str, rule: str) -> Iterator[None]:
    """Expect a refusal: of Python at once, or of the database."""
    try:
        yield
    except NotImplementedError:
        raise
    except ValueError:
        return
    except Exception as error:
        is_of_database = type(error).__module__.startswith(("sqlalchemy", "sqlite3", "psycopg2"))
        if rule != AT_ONCE and is_of_database:
            return
        if rule == AT_ONCE:
            rule = "whatever it is given, the model refuses by a ValueError"
        raise AssertionError(f"{who}, given {what}, raised {first_line(error)}: {rule}") from error
    raise AssertionError(f"{who} {'took' if rule == AT_ONCE else 'stored'} {what}: {rule}")
