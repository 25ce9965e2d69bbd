"""gather() collects results and errors, and only then is the first error raised."""

from solution import *


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """Nothing is cancelled: the other reads finish before the error goes to the caller."""
    turns = asyncio.Semaphore(concurrency)

    async def load(shop_id: int) -> Dashboard:
        async with turns, sessions() as session:
            return await read_dashboard(session, shop_id)

    outcomes = await asyncio.gather(*map(load, ids), return_exceptions=True)
    dashboards: list[Dashboard] = []
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
        dashboards.append(outcome)
    return dashboards


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """The transaction is ended by hand."""
    session = sessions()
    try:
        for change in changes:
            await apply_change(session, change)
        await session.commit()
    except BaseException:
        await session.rollback()
        raise
    finally:
        await session.close()
