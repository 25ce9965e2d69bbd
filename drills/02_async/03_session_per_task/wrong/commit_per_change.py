"""Thinks that one session is enough for all or nothing, and commits after each change."""

from solution import *

FAILS = "changes_share_one_transaction"
SAYS = "3 changes were committed by 3 transactions"


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """What was committed before the error stays."""
    async with sessions() as session:
        for change in changes:
            await apply_change(session, change)
            await session.commit()
