"""Load many dashboards at once, and apply changes all or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ForeignKey, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# --- Given. Use it as it is. ---------------------------------------------------------------


class Base(DeclarativeBase):
    """Base class of the models."""


class Shop(Base):
    """A shop and the money in its till. The table refuses a till below zero."""

    __tablename__ = "shops"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    till_cents: Mapped[int]


class Sale(Base):
    """One sale. A refund has negative cents."""

    __tablename__ = "sales"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"))
    cents: Mapped[int]


@dataclass(frozen=True)
class Dashboard:
    """What the front page shows about one shop."""

    shop_id: int
    name: str
    sales: int
    revenue_cents: int


@dataclass(frozen=True)
class Change:
    """Put money into a till, or take it out where `cents` is negative."""

    shop_id: int
    cents: int


class UnknownShop(LookupError):
    """There is no shop with this id."""

    def __init__(self, shop_id: int) -> None:
        super().__init__(f"there is no shop {shop_id}")
        self.shop_id = shop_id


async def read_dashboard(session: AsyncSession, shop_id: int) -> Dashboard:
    """Read one dashboard with two statements.

    Raises:
        UnknownShop: there is no such shop.
    """
    shop = await session.get(Shop, shop_id)
    if shop is None:
        raise UnknownShop(shop_id)
    totals = select(func.count(), func.coalesce(func.sum(Sale.cents), 0))
    sales, revenue = (await session.execute(totals.where(Sale.shop_id == shop_id))).one()
    return Dashboard(shop_id, shop.name, sales, int(revenue))


async def apply_change(session: AsyncSession, change: Change) -> None:
    """Send one change. It is not committed.

    Raises:
        UnknownShop: there is no such shop.
        sqlalchemy.exc.IntegrityError: the till would fall below zero.
    """
    statement = (
        update(Shop)
        .where(Shop.id == change.shop_id)
        .values(till_cents=Shop.till_cents + change.cents)
        .returning(Shop.id)
    )
    if await session.scalar(statement) is None:
        raise UnknownShop(change.shop_id)


# --- The answer. ---------------------------------------------------------------------------


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """Read many dashboards, several at the same time.

    Args:
        sessions: makes sessions.
        ids: the shops.
        concurrency: how many are read at the same time.

    Returns:
        One dashboard per id, in the order of `ids`.

    Raises:
        ExceptionGroup: with the UnknownShop of every read that failed.
    """
    turns = asyncio.Semaphore(concurrency)

    async def load(shop_id: int) -> Dashboard:
        # The turn comes first: who waits for a turn must not hold a connection.
        async with turns, sessions() as session:
            return await read_dashboard(session, shop_id)

    # When one task fails, the group cancels the others and waits until they have ended.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(load(shop_id)) for shop_id in ids]
    return [task.result() for task in tasks]


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """Apply all changes in their order, or none of them.

    Args:
        sessions: makes sessions.
        changes: what to apply.

    Raises:
        UnknownShop: a change names an unknown shop.
        sqlalchemy.exc.IntegrityError: a till would fall below zero.
    """
    # All or nothing is one transaction, one transaction is one connection, and a connection
    # does one thing at a time: tasks have nothing to offer here.
    async with sessions.begin() as session:
        for change in changes:
            await apply_change(session, change)
