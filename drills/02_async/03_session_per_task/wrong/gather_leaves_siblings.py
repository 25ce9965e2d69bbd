"""Thinks that gather() ends the other tasks when one of them fails."""

from solution import *

FAILS = "a_failure_leaves_nothing_running"
SAYS = "who starts tasks waits for their end before leaving"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """gather() hands the first error on and lets the others run, with their connections."""
    turns = asyncio.Semaphore(concurrency)

    async def load(shop_id: int) -> Dashboard:
        async with turns, sessions() as session:
            return await read_dashboard(session, shop_id)

    return await asyncio.gather(*map(load, ids))
