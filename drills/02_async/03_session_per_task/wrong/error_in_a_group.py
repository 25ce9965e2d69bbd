"""Thinks that whoever catches an error also catches the group around it."""

from solution import *

FAILS = "a_failed_batch_changes_nothing"
SAYS = "an unknown shop raised ExceptionGroup"


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """One task at a time, in order; but a task group wraps the error of its task."""
    async with sessions.begin() as session:
        for change in changes:
            async with asyncio.TaskGroup() as group:
                group.create_task(apply_change(session, change))
