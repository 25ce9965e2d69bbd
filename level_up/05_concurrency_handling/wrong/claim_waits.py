"""Locks the jobs that come first, and waits where another claim has them."""

from solution import *

FAILS = "a_claim_waits_for_no_other"
SAYS = "Bob's claim waited for it"


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """FOR UPDATE without SKIP LOCKED: who comes second waits, and then gets fewer."""
    statement = (
        select(JobRow)
        .where(JobRow.state == "ready")
        .order_by(JobRow.priority.desc(), JobRow.id)
        .limit(n)
        .with_for_update()
    )
    with self._sessions.begin() as session:
        return [_take(row, worker, lease) for row in session.scalars(statement)]


def _take(row: JobRow, worker: str, lease: timedelta) -> Job:
    row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
    row.lease_until = datetime.now(UTC) + lease
    return Job(row.id, row.payload, worker, row.attempts)


JobQueue.claim = claim
