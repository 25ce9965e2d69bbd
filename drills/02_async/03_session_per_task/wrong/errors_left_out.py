"""Thinks that return_exceptions=True handles the errors."""

from solution import *

FAILS = "a_failure_reaches_the_caller"
SAYS = "the error of one read is an error of the whole call"


async def load_dashboards(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int], *, concurrency: int = 5
) -> list[Dashboard]:
    """Errors are filtered out of the list, and nobody learns of them."""
    turns = asyncio.Semaphore(concurrency)

    async def load(shop_id: int) -> Dashboard:
        async with turns, sessions() as session:
            return await read_dashboard(session, shop_id)

    outcomes = await asyncio.gather(*map(load, ids), return_exceptions=True)
    return [outcome for outcome in outcomes if isinstance(outcome, Dashboard)]
