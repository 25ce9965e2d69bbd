"""Model boundaries: nothing invalid reaches a row, by whatever path.

Run it to see which path gets past which layer, on a SQLite database of its own.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from sqlalchemy import CheckConstraint, create_engine, insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, validates


@dataclass(frozen=True, slots=True)
class Limit:
    """The smallest and the largest value, or length in characters."""

    low: int
    high: int


LIMITS: Mapping[str, Limit] = {
    "username": Limit(3, 20),
    "display_name": Limit(1, 40),
    "bio": Limit(1, 200),
    "guardian": Limit(1, 40),
    "age": Limit(13, 120),
}
"""The single source of the limits: every layer takes them from here."""
GUARDIAN_BELOW = 16
"""Whoever is younger needs a guardian."""


class InvalidUser(ValueError):
    """A payload was refused.

    Args:
        errors: what is wrong, for each field that is wrong.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(sorted(errors)))
        self.errors = dict(errors)


class UserNotFound(LookupError):
    """There is no user with this id."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row of an import that was not stored."""

    line: int
    """Counted from 1."""
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the rows of an import."""

    stored: int
    rejected: list[Rejected]


def hash_password(password: str) -> str:
    """What may be stored of a password.  (For real use take argon2, or many more rounds.)"""
    salt = os.urandom(8)
    return f"{salt.hex()}${hashlib.pbkdf2_hmac('sha256', password.encode(), salt, 1000).hex()}"


class Base(DeclarativeBase):
    """The base of the models."""


def _to_nfc(value: object) -> object:
    """One spelling for what looks the same: e and an accent become one character."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _visible(value: str) -> str:
    """Refuse control characters, and format characters that nobody sees."""
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cf"):
            raise ValueError(f"U+{ord(character):04X} is not allowed")
    return value


def _text(name: str, pattern: str | None = None) -> StringConstraints:
    limit = LIMITS[name]
    return StringConstraints(
        strict=True, min_length=limit.low, max_length=limit.high, pattern=pattern
    )


def _not_blank(value: str) -> str:
    if not value.strip(" \t\r\n"):
        raise ValueError("is blank")
    return value


Username = Annotated[str, _text("username", r"^[a-z0-9_]+$")]
DisplayName = Annotated[
    str,
    StringConstraints(
        strict=True,
        strip_whitespace=True,
        min_length=LIMITS["display_name"].low,
        max_length=LIMITS["display_name"].high,
    ),
    BeforeValidator(_to_nfc),
    AfterValidator(_visible),
]
Age = Annotated[int, Field(strict=True, ge=LIMITS["age"].low, le=LIMITS["age"].high)]
Guardian = Annotated[str, _text("guardian"), AfterValidator(_not_blank)]
Bio = Annotated[str, _text("bio"), AfterValidator(_not_blank)]

RULES: dict[str, TypeAdapter[Any]] = {
    "username": TypeAdapter(Username),
    "display_name": TypeAdapter(DisplayName),
    "age": TypeAdapter(Age),
    "guardian": TypeAdapter(Guardian | None),
    "bio": TypeAdapter(Bio | None),
}
"""The rule of each field: of the model here, and of the schema below."""


def _constraints() -> tuple[CheckConstraint, ...]:
    """The same rules in SQL.  Each of them must be false, not NULL, for what it refuses."""
    texts = [name for name in LIMITS if name != "age"]
    age = LIMITS["age"]
    return (
        *(
            CheckConstraint(
                f"length({name}) BETWEEN {LIMITS[name].low} AND {LIMITS[name].high}",
                name=f"ck_users_{name}_length",
            )
            for name in texts
        ),
        *(
            CheckConstraint(f"trim({name}, ' \t\r\n') <> ''", name=f"ck_users_{name}_blank")
            for name in texts
        ),
        CheckConstraint(f"age BETWEEN {age.low} AND {age.high}", name="ck_users_age"),
        CheckConstraint(
            f"age >= {GUARDIAN_BELOW} OR guardian IS NOT NULL", name="ck_users_guardian_given"
        ),
        # SQLite stores any type in any column; PostgreSQL never would.
        CheckConstraint("typeof(age) = 'integer'", name="ck_users_age_type").ddl_if("sqlite"),
        *(
            CheckConstraint(
                f"typeof({name}) IN ('text', 'null')", name=f"ck_users_{name}_type"
            ).ddl_if("sqlite")
            for name in texts
        ),
        CheckConstraint(
            "username NOT GLOB '*[^a-z0-9_]*'", name="ck_users_username_letters"
        ).ddl_if("sqlite"),
        CheckConstraint("username ~ '^[a-z0-9_]+$'", name="ck_users_username_pattern").ddl_if(
            "postgresql"
        ),
    )


class User(Base):
    """A user, as it is stored."""

    __tablename__ = "users"
    __table_args__ = _constraints()

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    age: Mapped[int]
    guardian: Mapped[str | None]
    bio: Mapped[str | None]
    password_hash: Mapped[str]

    @validates(*RULES)
    def _check(self, name: str, value: object) -> object:
        return RULES[name].validate_python(value)


class _Profile(BaseModel):
    """What a sign-up and a change have in common."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    username: Username
    display_name: DisplayName
    age: Age
    guardian: Guardian | None = Field(default=None, validate_default=True)
    bio: Bio | None = None

    @field_validator("guardian")
    @classmethod
    def _is_needed(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("age", GUARDIAN_BELOW) < GUARDIAN_BELOW:
            raise ValueError(f"is needed below the age of {GUARDIAN_BELOW}")
        return value


class SignupRequest(_Profile):
    """What somebody sends to sign up."""

    password: str = Field(min_length=12, repr=False)


class _Change(_Profile):
    """A user as it would be after a change; without a new password there is none."""

    password: str = Field(default="", min_length=12, repr=False)


class UserOut(BaseModel):
    """What everybody may see of a user: its own list, not the columns of the table."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    username: str
    display_name: str
    age: int
    guardian: str | None
    bio: str | None


def _refusal(error: ValidationError) -> InvalidUser:
    return InvalidUser(
        {str(one["loc"][0]): one["msg"] for one in error.errors(include_input=False)}
    )


def _store(session: Session, user: User, request: _Profile, password: str) -> UserOut:
    """Write the fields of a request to a user."""
    try:
        # A savepoint: the caller's transaction can go on if the name is taken.
        with session.begin_nested():
            for name in RULES:
                setattr(user, name, getattr(request, name))
            if password:
                user.password_hash = hash_password(password)
            session.add(user)
    except IntegrityError:
        raise InvalidUser({"username": "is taken"}) from None
    return UserOut.model_validate(user)


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Store a new user."""
    try:
        request = SignupRequest.model_validate(payload)
    except ValidationError as error:
        raise _refusal(error) from None  # the cause would show what was sent
    return _store(session, User(), request, request.password)


def update_user(session: Session, user_id: int, payload: dict[str, Any]) -> UserOut:
    """Change the fields of a user that the payload names, and no others."""
    user = session.get(User, user_id)
    if user is None:
        raise UserNotFound(user_id)
    present = {name: getattr(user, name) for name in RULES}
    try:
        # The whole user as it would be: a rule may join a new value and an old one.
        change = _Change.model_validate(present | payload)
    except ValidationError as error:
        raise _refusal(error) from None
    return _store(session, user, change, change.password)


def bulk_import(session: Session, rows: Iterable[dict[str, Any]]) -> ImportReport:
    """Store the good ones of many rows, and report the bad ones."""
    stored = 0
    rejected = list[Rejected]()
    for line, row in enumerate(rows, 1):
        try:
            create_user(session, row)
        except InvalidUser as error:
            rejected.append(Rejected(line, error.errors))
        else:
            stored += 1
    return ImportReport(stored, rejected)


class _Naive(DeclarativeBase):
    """Models as one often sees them."""


class _NaiveUser(_Naive):
    __tablename__ = "naive_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str]
    age: Mapped[int | None] = mapped_column(CheckConstraint("age >= 13"))

    @validates("username")
    def _check(self, _: str, value: str) -> str:
        if len(value) > 20:
            raise ValueError("too long")
        return value


def main() -> None:
    """Show the naive layers and what gets past them, then the right ones."""
    engine = create_engine("sqlite://", connect_args={"autocommit": False})
    with Session(engine) as session:
        _Naive.metadata.create_all(session.connection())
        Base.metadata.create_all(session.connection())
        print("1. naive: @validates on the model, and a CHECK on a column that may be NULL")
        long = "x" * 30
        _try("constructor, 30 characters", lambda: _NaiveUser(username=long, age=20))
        _run(session, "bulk insert, 30 characters", insert(_NaiveUser), [_row(long, 20)])
        _run(session, "bulk insert, age 12", insert(_NaiveUser), [_row("ann", 12)])
        _run(session, "bulk insert, age NULL", insert(_NaiveUser), [_row("ann", None)])
        _run(session, "UPDATE, age 'old'", text("UPDATE naive_users SET age = 'old'"))
        print("   @validates sees objects only, NULL passes a CHECK, SQLite stores any type.")

        print("\n2. right: the same rules in three layers")
        good = {"username": "ann", "display_name": "Zoe\u0308 ", "age": 20}
        created = create_user(session, good | {"password": "correct horse battery"})
        session.commit()
        print(f"   out: {created}")
        bad = {"username": long, "age": True, "is_admin": True, "password": "hunter2"}
        _try("API, all at once", lambda: create_user(session, bad))
        _try("constructor", lambda: User(username=long))
        user = session.get_one(User, created.id)
        _try("attribute, age '17'", lambda: setattr(user, "age", "17"))
        rows = [good | {"username": long, "password_hash": "x"}]
        _run(session, "bulk insert", insert(User), rows)
        _run(session, "update()", update(User).values(age=12))
        _run(session, "UPDATE, age 'old'", text("UPDATE users SET age = 'old'"))
        _run(session, "UPDATE, age 14", text("UPDATE users SET age = 14"))
        try:
            update_user(session, created.id, {"age": 14})
        except InvalidUser as error:
            print(f"   change of age to 14: {error.errors}")

        print("\n3. an import of three rows, one of them bad, one twice")
        names = ("bob", "B", "bob")
        batch = (good | {"username": name, "password": "correct horse battery"} for name in names)
        print(f"   {bulk_import(session, batch)}")
    engine.dispose()


def _row(username: str, age: int | None) -> dict[str, Any]:
    return {"username": username, "age": age}


def _run(session: Session, what: str, statement: Any, rows: Any = None) -> None:
    def execute() -> None:
        with session.begin_nested():
            session.execute(statement, rows)

    _try(what, execute)


def _try(what: str, work: Callable[[], object]) -> None:
    try:
        work()
    except InvalidUser as error:
        print(f"   {what}: refused, {sorted(error.errors)}")
    except (ValueError, IntegrityError) as error:
        origin = str(getattr(error, "orig", "")) or "at once"
        print(f"   {what}: refused, {type(error).__name__} ({origin})")
    else:
        print(f"   {what}: STORED")


if __name__ == "__main__":
    main()
