"""Load many dashboards at once, and apply changes all or nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    func,
    insert,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import AsyncAdaptedQueuePool

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


# --- The point, shown. ---------------------------------------------------------------------

SLOW = text("SELECT pg_sleep(0.1)")


async def show(url: str) -> None:
    """Share one session, then give each task its own, and print what was observed."""
    address = make_url(url).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(address, pool_size=5, max_overflow=0)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        shops = [{"id": n, "name": f"Shop {n}", "till_cents": 0} for n in range(1, 11)]
        await connection.execute(insert(Shop), shops)
    await show_shared_session(engine, sessions)
    await show_session_per_task(engine, sessions)
    await show_failures(engine, sessions)
    await engine.dispose()


async def show_shared_session(
    engine: AsyncEngine, sessions: async_sessionmaker[AsyncSession]
) -> None:
    """The naive way: gather() over one session."""
    print("One session for all tasks:")
    await engine.dispose()  # the pool is cold again, as after a start
    session = sessions()
    reads = [read_dashboard(session, shop_id) for shop_id in range(1, 11)]
    outcomes = await asyncio.gather(*reads, return_exceptions=True)
    await session.close()
    errors = Counter(type(o).__name__ for o in outcomes if isinstance(o, BaseException))
    print(f"  cold pool: of 10 reads these failed: {dict(errors)}")

    async with sessions() as session:
        await session.connection()
        started = perf_counter()
        await asyncio.gather(*[session.execute(SLOW) for _ in range(10)])
        print(f"  connection open before: no error, but 10 x 0.1 s took {_since(started)}")


async def show_session_per_task(
    engine: AsyncEngine, sessions: async_sessionmaker[AsyncSession]
) -> None:
    """The right way: a session in each task, and turns."""
    turns = asyncio.Semaphore(5)
    out: list[int] = []

    async def sleep() -> None:
        async with turns, sessions() as session:
            await session.execute(SLOW)
            out.append(_connections_out(engine))

    started = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(sleep())
    print("A session for each task, five at a time:")
    print(f"  10 x 0.1 s took {_since(started)}, with at most {max(out)} connections out")


async def show_failures(engine: AsyncEngine, sessions: async_sessionmaker[AsyncSession]) -> None:
    """What is left when a read or a change fails."""
    print("Shop 404 does not exist:")
    try:
        await load_dashboards(sessions, [1, 2, 404, 3])
    except* UnknownShop as group:
        print(f"  the caller gets {group.exceptions!r}")
    print(f"  connections still out: {_connections_out(engine)}")

    print("Three changes, and the last till has too little:")
    with contextlib.suppress(IntegrityError):
        await apply_all(sessions, [Change(1, 500), Change(2, 500), Change(3, -1)])
    async with sessions() as session:
        tills = (await session.scalars(select(Shop.till_cents).order_by(Shop.id).limit(3))).all()
    print(f"  the tills hold {tills}")


def _connections_out(engine: AsyncEngine) -> int:
    pool = engine.pool
    assert isinstance(pool, AsyncAdaptedQueuePool)
    return pool.checkedout()


def _since(started: float) -> str:
    return f"{perf_counter() - started:.2f} s"


if __name__ == "__main__":
    from runner.api import scratch_postgres

    with scratch_postgres() as scratch_url:
        asyncio.run(show(scratch_url))
