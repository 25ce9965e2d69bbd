"""Guards the claim with a threading.Lock, which other processes do not see."""

import threading

from solution import *

FAILS = "a_thousand_jobs_are_each_done_once"
SAYS = "times among 8 processes: each goes to one worker"


_LOCK = threading.Lock()


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """One at a time, in each process."""
    statement = (
        select(JobRow)
        .where(JobRow.state == "ready")
        .order_by(JobRow.priority.desc(), JobRow.id)
        .limit(n)
    )
    with _LOCK, self._sessions.begin() as session:
        return [_take(row, worker, lease) for row in session.scalars(statement)]


def _take(row: JobRow, worker: str, lease: timedelta) -> Job:
    row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
    row.lease_until = datetime.now(UTC) + lease
    return Job(row.id, row.payload, worker, row.attempts)


JobQueue.claim = claim
