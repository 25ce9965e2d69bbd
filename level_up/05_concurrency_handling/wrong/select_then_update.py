"""Looks for ready jobs, then marks them as running."""

from solution import *

FAILS = "two_workers_never_get_one_job"
SAYS = "both got the jobs"


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """Another claim reads the same jobs in between."""
    statement = (
        select(JobRow)
        .where(JobRow.state == "ready")
        .order_by(JobRow.priority.desc(), JobRow.id)
        .limit(n)
    )
    with self._sessions.begin() as session:
        return [_take(row, worker, lease) for row in session.scalars(statement)]


def _take(row: JobRow, worker: str, lease: timedelta) -> Job:
    row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
    row.lease_until = datetime.now(UTC) + lease
    return Job(row.id, row.payload, worker, row.attempts)


JobQueue.claim = claim
