"""Load many dashboards at once, and apply changes all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CheckConstraint, ForeignKey, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# --- Given. Use it as it is. ---------------------------------------------------------------


class Base(DeclarativeBase):
    """Base class of the models."""


class Shop(Base):
    """A shop and the money in its till, which the table does not let fall below zero."""

    __tablename__ = "shops"
    __table_args__ = (CheckConstraint("till_cents >= 0", name="till_not_negative"),)

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


# --- Yours. --------------------------------------------------------------------------------


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """Read many dashboards, several at the same time.

    Args:
        sessions: makes sessions: `async with sessions() as session`.
        ids: the shops. An id may come twice.
        concurrency: how many are read at the same time (1 or more). At any moment at most this
            many connections are out of the pool, and while enough ids are left, exactly this
            many reads are under way.

    Returns:
        One dashboard per id, in the order of `ids`.

    Raises:
        UnknownShop: an id is unknown. It is raised itself or inside an ExceptionGroup. When it
            reaches the caller, nothing runs any more and every connection is back in the pool.
    """
    # TODO tasks 1 to 3: one session for each read, a bound, and an end for all of them.
    raise NotImplementedError


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """Apply all changes in their order, or none of them.

    Args:
        sessions: makes sessions.
        changes: what to apply. Where this returns, all are committed.

    Raises:
        UnknownShop: a change names an unknown shop; nothing is changed.
        sqlalchemy.exc.IntegrityError: a till would fall below zero, even if a later change would
            fill it again; nothing is changed.
    """
    # TODO task 4: is this work that several tasks can share?
    raise NotImplementedError
