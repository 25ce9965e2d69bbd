"""Rules as plain functions, for the model and for the schema; constraints as SQL text."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from solution import (
    GUARDIAN_BELOW,
    LIMITS,
    ImportReport,
    InvalidUser,
    Limit,
    Rejected,
    UserNotFound,
    hash_password,
)
from sqlalchemy import DDL, Integer, String, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, validates

__all__ = ["LIMITS", "ImportReport", "InvalidUser", "Limit", "UserNotFound"]


class Base(DeclarativeBase):
    """The base of the models."""


def _whole(name: str, value: object) -> int:
    limit = LIMITS[name]
    if type(value) is not int:  # isinstance(True, int) is true
        raise ValueError("must be a whole number")
    if not limit.low <= value <= limit.high:
        raise ValueError(f"must be from {limit.low} to {limit.high}")
    return value


def _text(name: str, value: object) -> str:
    limit = LIMITS[name]
    if type(value) is not str:
        raise ValueError("must be a text")
    if not limit.low <= len(value) <= limit.high or not value.strip(" \t\r\n"):
        raise ValueError(f"must have from {limit.low} to {limit.high} characters")
    return value


def _username(name: str, value: object) -> str:
    username = _text(name, value)
    if not set(username) <= set("abcdefghijklmnopqrstuvwxyz0123456789_"):
        raise ValueError("may have a to z, 0 to 9 and _")
    return username


def _display_name(name: str, value: object) -> str:
    if isinstance(value, str):
        value = unicodedata.normalize("NFC", value.strip())
    text = _text(name, value)
    if any(unicodedata.category(character) in {"Cc", "Cf"} for character in text):
        raise ValueError("has invisible characters")
    return text


def _optional(name: str, value: object) -> str | None:
    return None if value is None else _text(name, value)


CHECKS: dict[str, Callable[[str, object], Any]] = {
    "username": _username,
    "display_name": _display_name,
    "age": _whole,
    "guardian": _optional,
    "bio": _optional,
}


class User(Base):
    """A user; SQLite is made strict by a trigger in place of a constraint."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String, unique=True)
    display_name: Mapped[str]
    age: Mapped[int] = mapped_column(Integer)
    guardian: Mapped[str | None]
    bio: Mapped[str | None]
    password_hash: Mapped[str]

    @validates("username", "display_name", "age", "guardian", "bio")
    def _validate(self, name: str, value: object) -> object:
        return CHECKS[name](name, value)


_BLANKS = "' \t\r\n'"
_BROKEN = " OR ".join(
    [
        *(
            f"length(NEW.{name}) NOT BETWEEN {limit.low} AND {limit.high}"
            f" OR trim(NEW.{name}, {_BLANKS}) = '' OR typeof(NEW.{name}) = 'blob'"
            for name, limit in LIMITS.items()
            if name != "age"
        ),
        f"NEW.age NOT BETWEEN {LIMITS['age'].low} AND {LIMITS['age'].high}",
        f"(NEW.age < {GUARDIAN_BELOW} AND NEW.guardian IS NULL)",
    ]
)
_SQLITE = f"{_BROKEN} OR NEW.username GLOB '*[^a-z0-9_]*' OR typeof(NEW.age) <> 'integer'"
for _moment in ("INSERT", "UPDATE"):
    event.listen(
        User.__table__,
        "after_create",
        DDL(
            f"CREATE TRIGGER users_{_moment} BEFORE {_moment} ON users WHEN {_SQLITE}"
            " BEGIN SELECT RAISE(ABORT, 'an invalid user'); END"
        ).execute_if(dialect="sqlite"),
    )
_POSTGRES = " AND ".join(
    [
        *(
            f"length({name}) BETWEEN {limit.low} AND {limit.high} AND trim({name}, {_BLANKS}) <> ''"
            for name, limit in LIMITS.items()
            if name in ("username", "display_name")
        ),
        *(
            f"coalesce(length({name}) <= {limit.high} AND trim({name}, {_BLANKS}) <> '', true)"
            for name, limit in LIMITS.items()
            if name in ("guardian", "bio")
        ),
        f"age BETWEEN {LIMITS['age'].low} AND {LIMITS['age'].high}",
        f"(age >= {GUARDIAN_BELOW} OR guardian IS NOT NULL)",
        "username ~ '^[a-z0-9_]*$'",
    ]
)
event.listen(
    User.__table__,
    "after_create",
    DDL(f"ALTER TABLE users ADD CONSTRAINT valid CHECK ({_POSTGRES})").execute_if(
        dialect="postgresql"
    ),
)


def _limits(name: str) -> dict[str, Any]:
    limit = LIMITS[name]
    if name == "age":
        return {"minimum": limit.low, "maximum": limit.high}
    return {"minLength": limit.low, "maxLength": limit.high}


class SignupRequest(BaseModel):
    """The fields; `_problems` decides about them."""

    model_config = ConfigDict(extra="forbid")

    username: str = Field(json_schema_extra=_limits("username"))
    display_name: str = Field(json_schema_extra=_limits("display_name"))
    age: int = Field(json_schema_extra=_limits("age"))
    guardian: str | None = Field(default=None, json_schema_extra=_limits("guardian"))
    bio: str | None = Field(default=None, json_schema_extra=_limits("bio"))
    password: str = Field(repr=False)

    @model_validator(mode="before")
    @classmethod
    def _all_rules(cls, payload: dict[str, Any]) -> dict[str, Any]:
        if problems := _problems(payload):
            raise InvalidUser(problems)
        return payload


class UserOut(BaseModel):
    """What may be seen."""

    id: int
    username: str
    display_name: str
    age: int
    guardian: str | None
    bio: str | None


def _problems(payload: dict[str, Any], *, with_password: bool = True) -> dict[str, str]:
    problems = {name: "is unknown" for name in payload if name not in (*CHECKS, "password")}
    for name, check in CHECKS.items():
        try:
            check(name, payload.get(name))
        except ValueError as error:
            problems[name] = str(error)
    password = payload.get("password")
    if (with_password or "password" in payload) and (
        not isinstance(password, str) or len(password) < 12
    ):
        problems["password"] = "must have 12 characters"
    age = payload.get("age")
    if (
        "age" not in problems
        and isinstance(age, int)
        and age < GUARDIAN_BELOW
        and payload.get("guardian") is None
    ):
        problems["guardian"] = "is needed"
    return problems


def _out(user: User) -> UserOut:
    return UserOut(**{name: getattr(user, name) for name in UserOut.model_fields})


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """All problems first, then one INSERT."""
    if problems := _problems(payload):
        raise InvalidUser(problems)
    user = User(password_hash=hash_password(payload["password"]))
    return _write(session, user, payload)


def _write(session: Session, user: User, values: dict[str, Any]) -> UserOut:
    savepoint = session.begin_nested()
    try:
        for name in CHECKS:
            setattr(user, name, values.get(name))
        session.add(user)
        session.flush()
    except IntegrityError:
        savepoint.rollback()
        raise InvalidUser({"username": "is taken"}) from None
    savepoint.commit()
    return _out(user)


def update_user(session: Session, user_id: int, payload: dict[str, Any]) -> UserOut:
    """The old values and the new ones together."""
    user = session.scalars(select(User).where(User.id == user_id)).one_or_none()
    if user is None:
        raise UserNotFound
    whole = {**{name: getattr(user, name) for name in CHECKS}, **payload}
    if problems := _problems(whole, with_password=False):
        raise InvalidUser(problems)
    if "password" in payload:
        user.password_hash = hash_password(payload["password"])
    return _write(session, user, whole)


def bulk_import(session: Session, rows: Iterable[dict[str, Any]]) -> ImportReport:
    """Names are compared before the database has to."""
    taken = set(session.scalars(select(User.username)))
    good = list[User]()
    rejected = list[Rejected]()
    for line, row in enumerate(rows, start=1):
        problems = _problems(row)
        if not problems and row["username"] in taken:
            problems = {"username": "is taken"}
        if problems:
            rejected.append(Rejected(line, problems))
            continue
        taken.add(row["username"])
        values = {name: row.get(name) for name in CHECKS}
        good.append(User(**values, password_hash=hash_password(row["password"])))
    session.add_all(good)
    session.flush()
    return ImportReport(len(good), rejected)
