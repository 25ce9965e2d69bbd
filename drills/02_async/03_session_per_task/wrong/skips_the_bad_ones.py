"""Thinks that a batch should save what can be saved."""

from solution import *
from sqlalchemy.exc import IntegrityError

FAILS = "a_failed_batch_changes_nothing"
SAYS = "changed although change 3 of 4 failed (an unknown shop)"


async def apply_all(sessions: async_sessionmaker[AsyncSession], changes: Sequence[Change]) -> None:
    """One transaction, but each bad change is dropped by a savepoint."""
    async with sessions.begin() as session:
        for change in changes:
            try:
                async with session.begin_nested():
                    await apply_change(session, change)
            except (UnknownShop, IntegrityError):
                continue
