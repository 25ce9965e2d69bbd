"""Idempotent upserts: take in repeated, reordered and simultaneous messages, once in effect.

Run it to see the naive ways fail and the right ones hold, on a PostgreSQL database of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Index,
    String,
    create_engine,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
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


_CONTENT = ("name", "price_cents", "description")
_IS_LIVING = Product.deleted_at.is_(None)


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """Insert the products that are new, update those that differ, leave the others alone."""
    latest = {row.sku: row for row in rows}  # of a SKU that comes twice, the last row stays
    if not latest:
        return UpsertResult(inserted=0, updated=0, unchanged=0, ids={})
    # Sorted: two batches that lock the same rows in opposite order would wait for each other.
    batch = [asdict(latest[sku]) for sku in sorted(latest)]

    inserted = _insert_new(session, batch)
    known = [values for values in batch if values["sku"] not in inserted]
    updated = _update_changed(session, known) if known else set[str]()

    # RETURNING tells only of rows that were written; this tells of all. `populate_existing`
    # because an object that the session holds would otherwise keep its old values.
    products = session.scalars(
        select(Product).where(Product.sku.in_(latest), _IS_LIVING),
        execution_options={"populate_existing": True},
    )
    return UpsertResult(
        inserted=len(inserted),
        updated=len(updated),
        unchanged=len(latest) - len(inserted) - len(updated),
        ids={product.sku: product.id for product in products},
    )


def _insert_new(session: Session, batch: list[dict[str, Any]]) -> set[str]:
    """Insert what is not there; the unique index decides, not a SELECT before."""
    statement = (
        insert_into(session, Product)
        .on_conflict_do_nothing(index_elements=[Product.sku], index_where=_IS_LIVING)
        .returning(Product.sku)
    )
    return set(session.scalars(statement, batch, execution_options={"render_nulls": True}))


def _update_changed(session: Session, batch: list[dict[str, Any]]) -> set[str]:
    """Update what differs; the row that is there is compared once it is locked."""
    statement = insert_into(session, Product)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[Product.sku],
        index_where=_IS_LIVING,
        # `onupdate` of the column does not take part in ON CONFLICT: the time is set here.
        set_={name: new[name] for name in _CONTENT} | {"updated_at": func.now()},
        where=or_(*(getattr(Product, name).is_distinct_from(new[name]) for name in _CONTENT)),
    ).returning(Product.sku)
    return set(session.scalars(statement, batch, execution_options={"render_nulls": True}))


def ingest(session: Session, event: StockEvent) -> Outcome:
    """Store a stock level, unless the same or a newer version is stored already."""
    statement = insert_into(session, StockLevel).values(
        sku=event.sku, version=event.version, quantity=event.quantity
    )
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[StockLevel.sku],
        set_={"version": new.version, "quantity": new.quantity},
        where=StockLevel.version < new.version,
    ).returning(StockLevel)
    if session.scalar(statement, execution_options={"populate_existing": True}) is not None:
        return Outcome.APPLIED
    stored = session.scalar(select(StockLevel.version).where(StockLevel.sku == event.sku))
    return Outcome.DUPLICATE if stored == event.version else Outcome.STALE


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """Credit a payment to an account, once for each idempotency key."""
    digest = _hash_of(request.payload)
    with sessions() as session:  # left without a commit, it rolls everything back
        # The key comes first: a twin waits here until this transaction ends.
        claimed = session.scalar(
            insert_into(session, HandledRequest)
            .values(key=request.key, payload_hash=digest)
            .on_conflict_do_nothing(index_elements=[HandledRequest.key])
            .returning(HandledRequest.key)
        )
        if claimed is None:
            return _answer_again(session, request.key, digest)
        response = _credit(session, request.payload)
        if response.status != 200:
            return response
        session.execute(
            update(HandledRequest)
            .where(HandledRequest.key == request.key)
            .values(status=response.status, body=response.body)
        )
        session.commit()  # the effect, the key and the response: all of them or none
        return response


def _answer_again(session: Session, key: str, digest: str) -> WebhookResponse:
    """The response that the key got, if it is asked for with the same payload."""
    handled = session.get_one(HandledRequest, key)
    if handled.payload_hash != digest:
        return WebhookResponse(409, {"error": "this key was used with another payload"})
    assert handled.status is not None  # set in the transaction that wrote the key
    return WebhookResponse(handled.status, handled.body or {})


def _credit(session: Session, payload: Mapping[str, Any]) -> WebhookResponse:
    name, amount = payload["account"], payload["amount_cents"]
    balance = session.scalar(
        update(Account)
        .where(Account.name == name)
        .values(balance_cents=Account.balance_cents + amount)
        .returning(Account.balance_cents)
    )
    if balance is None:
        return WebhookResponse(404, {"error": f"there is no account {name!r}"})
    return WebhookResponse(200, {"account": name, "balance_cents": balance})


def _hash_of(payload: Mapping[str, Any]) -> str:
    """The same for the same values in any order, and in every process (`hash()` is not)."""
    return hashlib.sha256(json.dumps(dict(payload), sort_keys=True).encode()).hexdigest()


def main(url: str) -> None:
    """Show the naive ways and what goes wrong, then the right ones, with what was observed."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    sessions = sessionmaker(engine)
    _show_products(sessions)
    _show_events(sessions)
    _show_payments(sessions)
    engine.dispose()


def _show_products(sessions: sessionmaker[Session]) -> None:
    print("1. A list of products comes twice, at the same moment")
    is_there = select(Product.id).where(Product.sku == "tea", _IS_LIVING)
    tea = {"sku": "tea", "name": "Tea", "price_cents": 250}
    with sessions() as first, sessions() as second:
        seen = [session.scalar(is_there) for session in (first, second)]
        print(f"   naive: SELECT, then INSERT. The SELECTs found {seen[0]} and {seen[1]}.")
        first.execute(insert_into(first, Product).values(tea))
        first.commit()
        try:
            second.execute(insert_into(second, Product).values(tea))
        except IntegrityError as error:
            print(f"          The second INSERT: {str(error.orig).splitlines()[0]}")
    batch = [ProductIn("tea", "Tea", 250), ProductIn("mug", "Mug", 900)]
    for _ in range(2):
        with sessions.begin() as session:
            print(f"   right: {upsert_products(session, batch)}")


def _show_events(sessions: sessionmaker[Session]) -> None:
    print("\n2. Events come late: version 2 after version 3")
    events = [StockEvent("tea", version, quantity=version * 10) for version in (1, 3, 2)]
    with sessions.begin() as session:
        for event in events:
            statement = insert_into(session, StockLevel).values(asdict(event))
            session.execute(
                statement.on_conflict_do_update(
                    index_elements=[StockLevel.sku],
                    set_={"version": event.version, "quantity": event.quantity},
                )
            )
        level = session.get_one(StockLevel, "tea")
        print(f"   naive: the last message wins: {level.quantity} pieces, version {level.version}.")
        session.delete(level)
    events.append(StockEvent("tea", 3, quantity=30))
    with sessions.begin() as session:
        outcomes = [f"v{event.version} {ingest(session, event)}" for event in events]
        level = session.get_one(StockLevel, "tea")
        print(f"   right: {', '.join(outcomes)}: {level.quantity} pieces, version {level.version}.")


def _show_payments(sessions: sessionmaker[Session]) -> None:
    print("\n3. A payment of 100 is delivered again, since its sender got no response")
    with sessions.begin() as session:
        session.add_all(
            [Account(name="naive", balance_cents=0), Account(name="right", balance_cents=0)]
        )
    for _ in range(2):
        with sessions.begin() as session:  # the first transaction: the effect
            _credit(session, {"account": "naive", "amount_cents": 100})
        # Here the process dies: the second transaction, with the key, never comes.
    with sessions() as session:
        balance = session.get_one(Account, "naive").balance_cents
        print(f"   naive: effect, crash, no key; then the retry: balance {balance}.")
    request = WebhookRequest("pay-1", {"account": "right", "amount_cents": 100})
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: handle_webhook(sessions, request), range(8)))
    same = len({str(response) for response in responses}) == 1
    with sessions() as session:
        balance = session.get_one(Account, "right").balance_cents
    print(f"   right: 8 deliveries at once: balance {balance}, all responses equal: {same}.")
    other = WebhookRequest("pay-1", {"account": "right", "amount_cents": 999})
    print(f"          The same key for 999: status {handle_webhook(sessions, other).status}.")


if __name__ == "__main__":
    from runner.api import scratch_postgres

    with scratch_postgres() as url:
        main(url)
