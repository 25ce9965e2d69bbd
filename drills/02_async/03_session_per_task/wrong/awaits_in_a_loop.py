"""Thinks that an async function runs at the same time as others by itself."""

from solution import *

FAILS = "reads_run_at_the_same_time"
SAYS = "the server saw 1 of"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """Each await waits for the end of one read."""
    dashboards: list[Dashboard] = []
    for shop_id in ids:
        async with sessions() as session:
            dashboards.append(await read_dashboard(session, shop_id))
    return dashboards
