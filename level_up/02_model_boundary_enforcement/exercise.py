"""Model boundaries: nothing invalid reaches a row, by whatever path.

The limits, the exceptions and the columns are given.  Add the rules to the three layers, and write
the functions at the end.  It must work on PostgreSQL and on SQLite.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


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


class User(Base):
    """A user, as it is stored.

    The rules of the brief hold here twice: as constraints of the table, for whoever sends SQL,
    and as checks of every value that is given to the constructor or assigned, which raise
    ValueError at once.  A display name is normalised to NFC and stripped on the way.
    """

    __tablename__ = "users"
    # TODO task 1: the constraints of the table

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    age: Mapped[int]
    guardian: Mapped[str | None]
    bio: Mapped[str | None]
    password_hash: Mapped[str]

    # TODO task 2: the checks of the values


# TODO task 3
class SignupRequest(BaseModel):
    """What somebody sends to sign up: all fields of a user but id and hash, and a password.

    Strict: no type is converted, no unknown field is allowed.  Its JSON schema names the limits.
    """


# TODO task 3
class UserOut(BaseModel):
    """What everybody may see of a user: id, username, display_name, age, guardian, bio."""


# TODO task 3
def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Store a new user.

    Args:
        session: its transaction is the caller's, and can go on after an exception.
        payload: what somebody sent.

    Raises:
        InvalidUser: with each field that is wrong.  No SQL has been sent then, unless the only
            thing wrong is that the username is taken.  The password is nowhere in the exception,
            nor in its cause.
    """
    raise NotImplementedError


# TODO task 3
def update_user(session: Session, user_id: int, payload: dict[str, Any]) -> UserOut:
    """Change the fields of a user that the payload names, and no others.

    Args:
        session: its transaction is the caller's, and can go on after an exception.
        user_id: the user.
        payload: may be empty.  None clears `bio` and `guardian`; the others cannot be cleared.

    Raises:
        InvalidUser: the user as it would be breaks a rule; with each field that is wrong.
        UserNotFound: there is no such user.
    """
    raise NotImplementedError


# TODO task 4
def bulk_import(session: Session, rows: Iterable[dict[str, Any]]) -> ImportReport:
    """Store the good ones of many rows, and report the bad ones.

    Args:
        session: its transaction is the caller's.
        rows: payloads as for `create_user`; may be a generator.

    Returns:
        How many were stored, and for each of the others its line and what is wrong with it.  Of
        rows with the same username the first good one is stored.
    """
    raise NotImplementedError
