"""Thinks that tasks may share a session when their work is to be one transaction."""

from solution import *

FAILS = "changes_share_one_transaction"
SAYS = "3 tasks had a statement under way on one connection at the same time"


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """All or nothing, but nothing is gained, and the order is left to chance."""
    async with sessions.begin() as session:
        await session.connection()
        async with asyncio.TaskGroup() as group:
            for change in changes:
                group.create_task(apply_change(session, change))
