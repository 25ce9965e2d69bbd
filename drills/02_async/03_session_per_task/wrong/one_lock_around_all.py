"""Thinks that a lock is what makes concurrent reads safe."""

from solution import *

FAILS = "reads_run_at_the_same_time"
SAYS = "the server saw 1 of"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """Many tasks, but one after the other."""
    lock = asyncio.Lock()

    async def load(shop_id: int) -> Dashboard:
        async with lock, sessions() as session:
            return await read_dashboard(session, shop_id)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(load(shop_id)) for shop_id in ids]
    return [task.result() for task in tasks]
