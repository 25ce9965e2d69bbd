"""Thinks that a task has ended when cancel() returns."""

from solution import *

FAILS = "a_failure_leaves_nothing_running"
SAYS = "still out of the pool when the caller got “UnknownShop"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """cancel() only asks: the task still has to roll back and give its connection back."""
    turns = asyncio.Semaphore(concurrency)

    async def load(shop_id: int) -> Dashboard:
        async with turns, sessions() as session:
            return await read_dashboard(session, shop_id)

    tasks = [asyncio.create_task(load(shop_id)) for shop_id in ids]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
