"""Takes the connection first and waits for its turn while holding it."""

from solution import *

FAILS = "no_more_connections_than_allowed"
SAYS = "connections were out of the pool at once with concurrency=3"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """The reads are bounded, the connections are not."""
    turns = asyncio.Semaphore(concurrency)

    async def load(shop_id: int) -> Dashboard:
        async with sessions() as session:
            await session.connection()
            async with turns:
                return await read_dashboard(session, shop_id)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(load(shop_id)) for shop_id in ids]
    return [task.result() for task in tasks]
