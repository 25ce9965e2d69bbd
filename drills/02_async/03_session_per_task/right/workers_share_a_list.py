"""A fixed number of workers takes the ids from one iterator; each keeps its own session."""

from solution import *


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """As many tasks and sessions as the bound says, not as many as there are ids."""
    todo = iter(enumerate(ids))
    found: dict[int, Dashboard] = {}

    async def work() -> None:
        async with sessions() as session:
            # No two tasks run Python at the same time, so they can share an iterator.
            for position, shop_id in todo:
                found[position] = await read_dashboard(session, shop_id)

    async with asyncio.TaskGroup() as group:
        for _ in range(min(concurrency, len(ids))):
            group.create_task(work())
    return [found[position] for position in range(len(ids))]


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """The session is opened first, the transaction inside it."""
    async with sessions() as session, session.begin():
        for change in changes:
            await apply_change(session, change)
