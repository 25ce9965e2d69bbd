"""Thinks that tasks with a session each can be atomic together."""

from solution import *

FAILS = "changes_share_one_transaction"
SAYS = "3 changes were committed by 3 transactions"


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """Every session is a transaction of its own."""

    async def apply(change: Change) -> None:
        async with sessions.begin() as session:
            await apply_change(session, change)

    async with asyncio.TaskGroup() as group:
        for change in changes:
            group.create_task(apply(change))
