"""Thinks that the pool is bound enough, so every task may ask for a connection at once."""

from solution import *

FAILS = "no_more_connections_than_allowed"
SAYS = "connections were out of the pool at once with concurrency=3"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """`concurrency` is not used: with many ids the pool times out, and so does everybody else."""

    async def load(shop_id: int) -> Dashboard:
        async with sessions() as session:
            return await read_dashboard(session, shop_id)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(load(shop_id)) for shop_id in ids]
    return [task.result() for task in tasks]
