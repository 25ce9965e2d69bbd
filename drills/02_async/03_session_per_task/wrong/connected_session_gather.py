"""Thinks that a session may be shared once its connection is open."""

from solution import *

FAILS = "each_session_serves_one_task_at_a_time"
SAYS = "had a statement under way on one connection"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """Opening the connection first only hides the error: the driver queues the statements."""
    turns = asyncio.Semaphore(concurrency)

    async with sessions() as session:
        await session.connection()

        async def load(shop_id: int) -> Dashboard:
            async with turns:
                return await read_dashboard(session, shop_id)

        return await asyncio.gather(*map(load, ids))
