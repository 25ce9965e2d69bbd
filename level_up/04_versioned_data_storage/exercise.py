"""Versioned data storage: a history that no write can go around.

The models, the results and the exceptions are given.  Write the functions at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, FetchedValue
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Conflict(Exception):
    """The contract has changed since the caller read it."""


class NotFound(LookupError):
    """There is no such contract, or no such version of it."""


class Base(DeclarativeBase):
    """The base of the models."""


class Contract(Base):
    """A contract as it is today."""

    __tablename__ = "contracts"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]
    monthly_cents: Mapped[int]
    terms: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())
    """The number of its last version.  The database sets it, whatever a statement says."""


class ContractVersion(Base):
    """A contract as it was, or is, from one instant to another."""

    __tablename__ = "contract_versions"

    contract_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    """1, 2, 3 … for each contract."""
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    """From the change that made it to the next one: `[from, to)`, without `to` for the last."""
    operation: Mapped[str]
    """`insert`, `update` or `delete`."""
    actor: Mapped[str]
    data: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """All columns of the row but `id` and `version`; NULL where the row was deleted."""


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract at one version."""

    contract_id: int
    version: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of a contract's history."""

    number: int
    valid_from: datetime
    valid_to: datetime | None
    """None for the last version."""
    operation: str
    actor: str
    data: dict[str, Any] | None
    """None where the contract was deleted."""


# TODO task 1: versions, actors, periods, and a history that stays as it is
def install_history(connection: Connection) -> None:
    """Make the database keep every version of every contract.

    Called once, when both tables exist and are empty.  Afterwards each write to `contracts`
    leaves one row in `contract_versions`, or it is refused with an error: no matter whether it
    comes from a flush, a bulk UPDATE, an upsert or from psql.  A write that changes nothing
    leaves no row.

    Who writes is said by the setting `app.actor` of the transaction:
    `SELECT set_config('app.actor', 'ann', true)`.  A write of nobody is refused.

    The rows of `contract_versions` cannot be changed or removed, and the periods of a contract
    cannot overlap, also not by a statement that writes to `contract_versions` directly.

    Args:
        connection: its transaction is the caller's: this function does not commit.
    """
    raise NotImplementedError


# TODO task 2
def acting_as(s: Session, actor: str) -> None:
    """Say who makes the changes of the present transaction.

    Args:
        s: the session.  The actor holds until its transaction ends, and no longer.
        actor: any text but the empty one.
    """
    raise NotImplementedError


# TODO task 3
def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """Change columns of a contract, if it still is what the caller has seen.

    Args:
        s: its transaction is the caller's: this function neither commits nor rolls back.
        contract_id: which contract.
        changes: new values by column; columns of `Contract` but `id` and `version`.
        actor: who does it.
        expected_version: the version that the caller read before.

    Returns:
        The contract as it is now.  Changes that change nothing make no new version.

    Raises:
        NotFound: there is no such contract.
        Conflict: the contract has another version; nothing was changed.
        ValueError: `changes` names something that may not be changed; nothing was changed.
    """
    raise NotImplementedError


# TODO task 4
def as_of(s: Session, contract_id: int, at: datetime) -> ContractView | None:
    """The contract as it was at an instant.

    Args:
        s: the session.
        contract_id: which contract.
        at: an instant, with a time zone.

    Returns:
        What was valid then; None where the contract did not exist yet or any more.
    """
    raise NotImplementedError


# TODO task 4
def history(s: Session, contract_id: int) -> list[Version]:
    """All versions of a contract, the oldest first; empty where there are none."""
    raise NotImplementedError


# TODO task 4
def diff(s: Session, contract_id: int, a: int, b: int) -> dict[str, tuple[Any, Any]]:
    """What is different between two versions.

    Args:
        s: the session.
        contract_id: which contract.
        a: the number of one version.
        b: the number of the other.

    Returns:
        `{column: (value in a, value in b)}` for the columns that differ.  A column that a version
        does not have counts as None.

    Raises:
        NotFound: one of the versions does not exist.
    """
    raise NotImplementedError


# TODO task 5
def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """Make the contract again what it was at an earlier version.

    Args:
        s: its transaction is the caller's: this function neither commits nor rolls back.
        contract_id: which contract.
        to: the number of the version to go back to.  A column that it does not know keeps the
            value that it has.
        actor: who does it.

    Returns:
        The contract as it is now: a new version with the old data, or the present one where
        nothing is different.

    Raises:
        NotFound: there is no such contract (any more), or no such version of it, or that version
            is its deletion; nothing was changed.
    """
    raise NotImplementedError
