"""Thinks that batches of the allowed size keep so many reads under way."""

from solution import *

FAILS = "reads_run_at_the_same_time"
SAYS = "one read stood still, and 1 of the 11 others ended meanwhile"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """The slowest read of a batch holds up all that come after it."""

    async def load(shop_id: int) -> Dashboard:
        async with sessions() as session:
            return await read_dashboard(session, shop_id)

    dashboards: list[Dashboard] = []
    for start in range(0, len(ids), concurrency):
        async with asyncio.TaskGroup() as group:
            batch = [group.create_task(load(each)) for each in ids[start : start + concurrency]]
        dashboards += [task.result() for task in batch]
    return dashboards
