"""Thinks that the order of changes does not matter within one transaction."""

from solution import *

FAILS = "a_failed_batch_changes_nothing"
SAYS = "changed although change 3 of 4 failed (a till below zero until change 4)"


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """The rule of the table holds after each statement, so the order decides what fails."""
    async with sessions.begin() as session:
        for change in sorted(changes, key=lambda change: change.cents, reverse=True):
            await apply_change(session, change)
