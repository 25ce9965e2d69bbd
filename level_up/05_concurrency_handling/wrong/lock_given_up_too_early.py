"""Locks the jobs, commits, and marks them in the next transaction."""

from solution import *

FAILS = "two_workers_never_get_one_job"
SAYS = "both got the jobs"


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """A lock ends with its transaction."""
    statement = (
        select(JobRow)
        .where(JobRow.state == "ready")
        .order_by(JobRow.priority.desc(), JobRow.id)
        .limit(n)
        .with_for_update(skip_locked=True)
    )
    with self._sessions(expire_on_commit=False) as session:
        rows = session.scalars(statement).all()
        session.commit()
        jobs = [_take(row, worker, lease) for row in rows]
        session.commit()
    return jobs


def _take(row: JobRow, worker: str, lease: timedelta) -> Job:
    row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
    row.lease_until = datetime.now(UTC) + lease
    return Job(row.id, row.payload, worker, row.attempts)


JobQueue.claim = claim
