"""Thinks that one session can serve all tasks of a gather()."""

from solution import *

FAILS = "it_works_on_a_cold_pool"
SAYS = "a session serves one task at a time"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """On a warm pool this works by luck, one statement after the other."""
    turns = asyncio.Semaphore(concurrency)

    async with sessions() as session:

        async def load(shop_id: int) -> Dashboard:
            async with turns:
                return await read_dashboard(session, shop_id)

        return await asyncio.gather(*map(load, ids))
