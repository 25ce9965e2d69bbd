"""Idempotent upserts: take in repeated, reordered and simultaneous messages, once in effect.

The models and the message types are given.  Write the three functions at the end.
They must work on PostgreSQL and on SQLite.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Index, String, func, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker


class Base(DeclarativeBase):
    """The base of the models."""


class Product(Base):
    """A product.  Its SKU is unique among the living; a deleted one keeps its row."""

    __tablename__ = "products"
    __table_args__ = (
        Index(
            "uq_products_sku_living",
            "sku",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
            sqlite_where=text("deleted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str]
    name: Mapped[str]
    price_cents: Mapped[int]
    description: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now(), onupdate=func.now()
    )
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class StockLevel(Base):
    """How many pieces are in stock, as the event with this version said."""

    __tablename__ = "stock_levels"

    sku: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[int]
    version: Mapped[int]


class Account(Base):
    """An account that payments are credited to."""

    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(primary_key=True)
    balance_cents: Mapped[int]


class HandledRequest(Base):
    """An idempotency key, and the response that its request got."""

    __tablename__ = "handled_requests"

    key: Mapped[str] = mapped_column(primary_key=True)
    payload_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON)


@dataclass(frozen=True, slots=True)
class ProductIn:
    """One row of a supplier's list."""

    sku: str
    name: str
    price_cents: int
    description: str | None = None


@dataclass(frozen=True, slots=True)
class UpsertResult:
    """What a batch did."""

    inserted: int
    updated: int
    unchanged: int
    ids: dict[str, int]
    """SKU -> id of the living product, for every SKU of the batch."""


@dataclass(frozen=True, slots=True)
class StockEvent:
    """A warehouse says how many pieces it has; its next event has a higher version."""

    sku: str
    version: int
    quantity: int


class Outcome(StrEnum):
    """What became of an event."""

    APPLIED = "applied"
    """It was newer than what was stored, or the first: now it is stored."""
    DUPLICATE = "duplicate"
    """This version was stored already: nothing changed."""
    STALE = "stale"
    """A newer version was stored already: nothing changed."""


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """A payment service tells of a payment.  It sends a request again until it gets a response."""

    key: str
    """The same for every delivery of one request."""
    payload: Mapping[str, Any]
    """At least `account` (a name) and `amount_cents`."""


@dataclass(frozen=True, slots=True)
class WebhookResponse:
    """What the payment service gets back."""

    status: int
    body: dict[str, Any]


def insert_into(session: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows `on_conflict_do_update` and `on_conflict_do_nothing`.

    Both dialects have these methods, with the same arguments.

    Args:
        session: tells the dialect.
        model: the class whose table is inserted into.
    """
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(model)
    return postgresql.insert(model)


# TODO task 1
def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """Insert the products that are new, update those that differ, leave the others alone.

    A SKU names a living product.  A deleted product (`deleted_at` is set) is never touched: its
    SKU may come back as a new product.  Where a SKU comes several times in one batch, only its
    last row counts.

    An update keeps `id` and `created_at`, and sets `updated_at` to the present.  A product that
    is the same already is not written at all.

    Args:
        session: its transaction is the caller's: this function neither commits nor rolls back.
            Products that the session has loaded show the new values when the call returns.
        rows: the batch; may be empty.

    Returns:
        How many SKUs were inserted, updated and unchanged, and the id of each.
    """
    raise NotImplementedError


# TODO task 2
def ingest(session: Session, event: StockEvent) -> Outcome:
    """Store a stock level, unless the same or a newer version is stored already.

    Args:
        session: its transaction is the caller's: this function neither commits nor rolls back.
        event: may come several times, late, and at the same moment as another.

    Returns:
        What became of the event.
    """
    raise NotImplementedError


# TODO task 3
def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """Credit a payment to an account, once for each idempotency key.

    Two payloads are the same if they hold the same values; the order of their names does not
    count.

    Args:
        sessions: makes the session; its transaction is this function's own to commit.
        request: may come several times, also at the same moment; so may other requests for the
            same account.

    Returns:
        - 200 with `{"account": name, "balance_cents": the balance with the payment}`; the same
          request gets the very same response again, whatever the balance is by then.
        - 409 if the key was used with another payload: nothing changes.  A request whose twin
          is still being handled may wait for it or get 409 too.
        - 404 if there is no such account: nothing is kept, so the request may be sent again.
        The body of 409 and 404 is free.
    """
    raise NotImplementedError
